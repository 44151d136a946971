"""A release is prepared before it serves: by one, whoever else is told to do it meanwhile."""

import fcntl
import os
import subprocess
import sys

import pytest
from django.db import OperationalError

from config import prepare
from config.start import CannotStart
from tests.architecture.source import ROOT

KEY = "".join(chr(97 + number % 26) + str(number) for number in range(40))


def start_preparing(tmp_path, *options, **values):
    return subprocess.Popen(
        [sys.executable, "manage.py", "prepare", *options],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]}
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "VAR_DIR": str(tmp_path / "var"),
            "STATIC_DIR": str(tmp_path / "static"),
            "SECRET_KEY": KEY,
            "ALLOWED_HOSTS": "queue.example.org",
        }
        | values,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def outcome(process):
    _, said = process.communicate(timeout=120)
    return process.returncode, said


@pytest.mark.sqlite
def test_two_at_once_prepare_one_release(tmp_path):
    both = [start_preparing(tmp_path) for _ in range(2)]

    assert [outcome(each) for each in both] == [(0, ""), (0, "")]
    assert (tmp_path / "var" / "quality-queue.sqlite3").exists()
    assert (tmp_path / "static" / "staticfiles.json").exists()


@pytest.mark.sqlite
def test_what_must_not_face_the_public_is_not_opened(tmp_path):
    code, said = outcome(start_preparing(tmp_path, ALLOWED_HOSTS="*"))

    assert code == 1
    assert "config.E003" in said


@pytest.mark.sqlite
def test_an_image_is_made_without_a_database(tmp_path):
    unreachable = "postgres://nobody@127.0.0.1:1/nothing"

    assert outcome(start_preparing(tmp_path, "--only-static", DATABASE_URL=unreachable)) == (0, "")
    assert (tmp_path / "static" / "staticfiles.json").stat().st_mode & 0o004


@pytest.mark.sqlite
def test_a_database_that_does_not_answer_is_one_sentence(tmp_path):
    code, said = outcome(
        start_preparing(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
    )

    assert (code, said.count("\n")) == (1, 1)
    assert "correct DATABASE_URL" in said


@pytest.fixture
def alone(monkeypatch, tmp_path):
    """The steps that were taken, in a folder of this test's own."""
    steps = []
    monkeypatch.setattr(prepare.env, "VAR", tmp_path)
    monkeypatch.setattr(prepare.time, "sleep", steps.append)
    for step in ("make_folders", "refuse_silent_database", "collect_static_files"):
        monkeypatch.setattr(prepare.start, step, lambda: None)
    monkeypatch.setattr(prepare.start, "make_database", lambda: steps.append("tables"))
    return steps


@pytest.mark.django_db
def test_whoever_comes_second_waits_and_at_last_says_so(alone, monkeypatch, tmp_path):
    monkeypatch.setattr(prepare, "PATIENCE", -1)
    with (tmp_path / "prepare.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(CannotStart, match="Somebody else"):
            prepare.prepare_release()

    assert alone == []
    prepare.prepare_release()
    assert alone == ["tables"]


def refuse_with(code, times, steps):
    """Tables that cannot be changed at first."""

    def make_database():
        steps.append("tables")
        if len(steps) <= times:
            refusal = OperationalError("canceling statement due to lock timeout")
            refusal.__cause__ = type("Cause", (Exception,), {"pgcode": code})()
            raise refusal

    return make_database


@pytest.mark.django_db
def test_a_busy_table_is_tried_again_and_another_fault_is_not(alone, monkeypatch):
    tables = []
    monkeypatch.setattr(prepare.start, "make_database", refuse_with("55P03", 3, tables))
    prepare.prepare_release()
    assert tables == ["tables"] * 4

    monkeypatch.setattr(prepare.start, "make_database", refuse_with("57014", 99, tables))
    with pytest.raises(OperationalError):
        prepare.prepare_release()
    assert len(tables) == 5


@pytest.mark.django_db
def test_a_table_that_stays_busy_is_one_sentence(alone, monkeypatch):
    monkeypatch.setattr(prepare.start, "make_database", refuse_with("55P03", 99, []))

    with pytest.raises(CannotStart, match="quieter hour"):
        prepare.prepare_release()
