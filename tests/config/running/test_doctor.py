"""An operator asks how the site is: a line for each part, and what to do."""

import socket
import stat
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config.kit import guards
from config.running import doctor, rules
from config.running.models import BEAT, Heartbeat
from config.running.operations import note_heartbeat
from config.running.tasks import heartbeat
from tests.conftest import NOW

MIB = rules.MIB


def ask(**options):
    """What the command prints, and whether it says that something fails."""
    told = StringIO()
    try:
        call_command("doctor", stdout=told, **options)
    except SystemExit as left:
        return told.getvalue().splitlines(), left.code
    return told.getvalue().splitlines(), 0


@pytest.fixture(autouse=True)
def _a_folder_with_room(settings, tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    settings.VAR = tmp_path
    plenty = type("Space", (), {"free": 90_000 * MIB, "total": 100_000 * MIB})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: plenty)


@pytest.fixture
def _a_sound_deployment(settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["queue.example.org"]
    settings.SECRET_KEY = "k" * 60
    settings.DEFAULT_FROM_EMAIL = "The queue <queue@example.org>"


@pytest.mark.django_db
@pytest.mark.usefixtures("_a_sound_deployment")
def test_a_site_that_is_well_has_an_ok_for_each_part():
    note_heartbeat(sender=BEAT, at=timezone.now())

    lines, code = ask()

    assert [line.split()[:2] for line in lines] == [
        ["ok", part]
        for part in (
            *("settings", "folder", "disk", "database", "migrations", "guards", "clock"),
            *("cache", "redis", "broker", "worker", "beat", "mail"),
        )
    ]
    assert code == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_each_part_that_fails_has_one_line_with_its_fix_and_the_exit_code_says_so(monkeypatch):
    def silent():
        raise OperationalError("connection refused\nDETAIL: more")

    monkeypatch.setattr(doctor.connection, "cursor", silent)
    monkeypatch.setattr(doctor, "_worker_answers", lambda: False)

    lines, code = ask()

    failing = [line for line in lines if line.startswith("fail")]
    assert code == 1
    assert "database    It does not answer (connection refused). Fix: start it" in failing[0]
    assert all("Fix: " in line for line in lines if not line.startswith("ok"))
    assert len(lines) == 12  # worker and beat, which nobody could ask, are one


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY is short"),
        ({"ALLOWED_HOSTS": ["*"]}, "ALLOWED_HOSTS must name"),
        ({"SAMPLE": True}, "set SAMPLE=0"),
    ],
)
@pytest.mark.usefixtures("_a_sound_deployment")
def test_settings_that_are_not_safe_fail(settings, changed, words):
    for name, value in changed.items():
        setattr(settings, name, value)

    verdict = doctor.settings_are_safe()

    assert verdict.state == "fail"
    assert words in verdict.fix


def test_plain_http_is_said_but_does_not_fail(settings):
    settings.SECURE_SSL_REDIRECT = False

    assert doctor.settings_are_safe().state == "warn"


def test_a_folder_that_others_may_read_is_said(settings):
    settings.VAR.chmod(0o755)

    verdict = doctor.folder_is_private()

    assert (verdict.state, verdict.fix) == ("warn", f"chmod 700 {settings.VAR}")
    assert stat.S_IMODE(settings.VAR.stat().st_mode) == 0o755


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [
        (50_000 * MIB, 100_000 * MIB, "ok"),
        (9_999 * MIB, 100_000 * MIB, "warn"),
        (2_047 * MIB, 4_000 * MIB, "warn"),
        (1_999 * MIB, 100_000 * MIB, "fail"),
        (255 * MIB, 300 * MIB, "fail"),
    ],
)
def test_the_disk_needs_room(free, total, state):
    assert rules.judge_disk(free=free, total=total).state == state


@pytest.mark.parametrize(("seconds", "state"), [(-1.9, "ok"), (2, "warn"), (-30, "fail")])
def test_the_clocks_of_site_and_database_agree(seconds, state):
    assert rules.judge_clock(off_by=timedelta(seconds=seconds)).state == state


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_fails():
    MigrationRecorder(connection).record_unapplied("config", "0002_operations")

    verdict = doctor.migrations_are_applied()

    assert (verdict.state, "manage.py migrate" in verdict.fix) == ("fail", True)


@pytest.mark.django_db
def test_a_database_of_a_newer_version_fails():
    MigrationRecorder(connection).record_applied("config", "9999_from_tomorrow")

    verdict = doctor.migrations_are_applied()

    assert verdict.state == "fail"
    assert "config.9999_from_tomorrow" in verdict.words


@pytest.mark.django_db
def test_a_rule_that_the_database_does_not_keep_fails_by_its_name():
    with guards.lifted():
        assert "clearance_is_for_adults" in doctor.guards_stand().words
    assert doctor.guards_stand().state == "ok"


@pytest.mark.django_db
def test_a_cache_without_its_table_fails(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "no_such_table",
        }
    }

    assert doctor._asked(doctor.cache_keeps).state == "fail"


def test_a_redis_that_does_not_answer_fails(settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.REDIS_URL = f"redis://127.0.0.1:{nobody.getsockname()[1]}/4"

        assert doctor.redis_answers().state == "fail"


AGO = {"lately": timedelta(seconds=30), "late": timedelta(seconds=120), "long": timedelta(hours=2)}


@pytest.mark.parametrize(
    ("last", "answers", "worker", "beat"),
    [
        ("lately", None, "ok", "ok"),
        ("late", True, "ok", "warn"),
        ("long", True, "ok", "fail"),
        ("long", False, "fail", "warn"),
        ("never", True, "ok", "fail"),
        ("never", False, "fail", "warn"),
    ],
)
def test_worker_and_beat_are_told_apart(last, answers, worker, beat):
    known = {"beaten_at": NOW - AGO[last] if last in AGO else None, "answers": answers, "at": NOW}

    assert rules.judge_worker(**known).state == worker
    assert rules.judge_beat(**known).state == beat


@pytest.mark.django_db
def test_a_worker_that_lives_answers_the_doctor_when_beat_does_not():
    lines = [str(verdict) for verdict in doctor.worker_and_beat_live()]  # tasks are done at once

    assert lines[0].startswith("ok    worker")
    assert lines[1].startswith("fail  beat")


@pytest.mark.django_db
def test_a_worker_that_does_not_answer_is_waited_for_only_a_moment(monkeypatch):
    monkeypatch.setattr(doctor, "PATIENCE", 0.1)
    monkeypatch.setattr(heartbeat, "apply_async", lambda **_options: None)

    assert [verdict.state for verdict in doctor.worker_and_beat_live()] == ["fail", "warn"]


@pytest.mark.django_db
def test_a_heartbeat_comes_twice_or_late_and_never_goes_back():
    for seconds in (0, 30, 30, 10):
        note_heartbeat(sender=BEAT, at=NOW + timedelta(seconds=seconds))

    assert Heartbeat.objects.get().beaten_at == NOW + timedelta(seconds=30)


@pytest.mark.django_db
def test_a_letter_is_sent_only_to_an_address_that_was_given():
    lines, _code = ask(letter_to="operator@example.org")

    assert [letter.to for letter in mail.outbox] == [["operator@example.org"]]
    assert "A letter was sent." in lines[-1]


def test_a_mail_server_that_refuses_fails(settings):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()

        assert doctor.mail_leaves("").state == "fail"


@pytest.mark.parametrize(
    ("sender", "state"),
    [("The queue <quality-queue@localhost>", "warn"), ("The queue <queue@example.org>", "ok")],
)
def test_a_sender_that_nobody_can_answer_is_said(settings, sender, state):
    settings.DEFAULT_FROM_EMAIL = sender

    assert doctor.mail_leaves("").state == state
