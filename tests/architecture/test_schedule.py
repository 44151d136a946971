"""The beat table names real tasks and plausible times."""

from config.celery import app
from config.schedule import BEAT, SAMPLE_BEAT


def test_every_beat_row_names_a_real_task():
    app.loader.import_default_modules()
    named = {row["task"] for row in (BEAT | SAMPLE_BEAT).values()}

    assert named <= set(app.tasks)


def test_rows_of_the_sample_do_not_hide_ordinary_ones():
    assert BEAT.keys() & SAMPLE_BEAT.keys() == set()


def test_nothing_ticks_faster_than_every_ten_seconds():
    assert all(row["schedule"] >= 10 for row in (BEAT | SAMPLE_BEAT).values())


def test_no_task_keeps_results_and_each_has_a_full_name():
    app.loader.import_default_modules()
    own = [task for task in app.tasks.values() if not task.name.startswith("celery.")]

    assert [task.name for task in own if not task.ignore_result] == []
    assert [task.name for task in own if task.name.count(".") < 2] == []
