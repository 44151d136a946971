"""Asks every part of the site how it is. Never raises, and sends no letter unasked.

Each question is a function without arguments that answers with one or two lines.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from time import monotonic, sleep

import redis
from django.conf import settings
from django.core.cache import caches
from django.core.mail import get_connection, send_mail
from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from config import checks
from config.celery import app
from config.kit import guards
from config.running import rules
from config.running.host import host_answers
from config.running.models import BEAT, Heartbeat
from config.running.tasks import heartbeat
from config.running.verdict import Verdict, fail, ok, reason, warn

DOCTOR = "doctor"
PATIENCE = 5.0  # seconds in which a worker answers
SUBJECT = "A letter of the doctor"
SAMPLE_LETTER = "This letter was sent by manage.py doctor. It shows that letters arrive."


def examination(*, letter_to: str = "") -> Iterator[Verdict]:
    """A line for each part of the site, as soon as it is known.

    With `letter_to` a letter goes to that address; without one the mail server is only greeted.
    """
    questions: list[Callable[[], Verdict | list[Verdict]]] = [
        *(settings_are_safe, folder_is_private, disk_has_room),
        *(database_answers, migrations_are_applied, guards_stand, clocks_agree),
        *(cache_keeps, redis_answers, broker_answers, worker_and_beat_live),
        *(lambda: mail_leaves(letter_to), host_answers),
    ]
    for question in questions:
        answer = _asked(question)
        yield from answer if isinstance(answer, list) else [answer]


def _asked(question: Callable[[], Verdict | list[Verdict]]) -> Verdict | list[Verdict]:
    """What nobody foresaw is a line as well: an operator in need gets all the others."""
    try:
        return question()
    except Exception as fault:
        part = getattr(question, "__name__", "mail").split("_")[0]
        why = f"It could not be asked ({type(fault).__name__}: {reason(fault)})."
        return fail(part, why, "put right the lines above, then ask again.")


def settings_are_safe() -> Verdict:
    """Key, hosts and sample, as `check --deploy` judges them."""
    asked = (checks.secret_is_long, checks.hosts_are_named, checks.sample_is_no_deployment)
    faults = [str(fault.msg) for check in asked for fault in check()]
    if not settings.SECURE_SSL_REDIRECT:
        return warn(
            "settings",
            "Plain HTTP, for this machine and for trying things out.",
            "for a community, set DJANGO_SETTINGS_MODULE=config.settings.prod behind HTTPS.",
        )
    if faults:
        return fail("settings", "They are not safe for a community.", " ".join(faults))
    return ok("settings", f"For {', '.join(settings.ALLOWED_HOSTS)}, behind HTTPS.")


def folder_is_private() -> Verdict:
    """VAR_DIR can be written, and others of this machine cannot read it."""
    if not os.access(settings.VAR, os.W_OK | os.X_OK):
        fix = f"give {settings.VAR} to the person who runs the site, or set VAR_DIR."
        return fail("folder", "Nothing can be written there.", fix)
    if settings.VAR.stat().st_mode & 0o007:
        return warn("folder", "Everybody on this machine may look in.", f"chmod 700 {settings.VAR}")
    return ok("folder", "It can be written, by its owner alone.")


def disk_has_room() -> Verdict:
    space = shutil.disk_usage(settings.VAR)
    return rules.judge_disk(free=space.free, total=space.total)


def database_answers() -> Verdict:
    began = monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        words = f"It does not answer ({reason(fault)})."
        return fail("database", words, "start it, or correct DATABASE_URL.")
    return ok("database", f"{connection.display_name} answers in {_ms_since(began)} ms.")


def migrations_are_applied() -> Verdict:
    """Nothing is left to apply, and nothing was applied that this version does not know."""
    executor = MigrationExecutor(connection)
    due = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if due:
        return fail("migrations", f"{len(due)} are not applied.", "run `manage.py migrate`.")
    own = {config for config, _name in executor.loader.disk_migrations}
    strange = executor.loader.applied_migrations.keys() - executor.loader.disk_migrations.keys()
    if newer := sorted(f"{app}.{name}" for app, name in strange if app in own):
        words = f"The database was migrated by a newer version ({newer[0]})."
        return fail("migrations", words, "start that version, or restore an older backup.")
    return ok("migrations", "All are applied.")


def guards_stand() -> Verdict:
    missing = guards.missing()
    if missing:
        words = f"The database does not keep {', '.join(missing)}."
        return fail("guards", words, "run `manage.py migrate`, which puts them back.")
    return ok("guards", "The database keeps every rule it was given.")


def clocks_agree() -> Verdict:
    if connection.vendor != "postgresql":
        return ok("clock", "The database has the clock of this machine.")
    began = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    ours = began + (timezone.now() - began) / 2
    return rules.judge_clock(off_by=theirs - ours)


def cache_keeps() -> Verdict:
    key, word = f"doctor:{secrets.token_hex(8)}", secrets.token_hex(8)
    caches["default"].set(key, word, timeout=30)
    kept = caches["default"].get(key) == word
    caches["default"].delete(key)
    if not kept:
        return fail("cache", "It forgets at once.", "run `manage.py createcachetable`.")
    return ok("cache", "It keeps what it is given.")


def redis_answers() -> Verdict:
    if not settings.REDIS_URL:
        return ok("redis", "None is set; folders and the database do its work.")
    began = monotonic()
    try:
        redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping()
    except (redis.RedisError, OSError) as fault:
        words = f"It does not answer ({reason(fault)}); pages work, tasks wait."
        return fail("redis", words, "start it, or correct REDIS_URL.")
    return ok("redis", f"It answers in {_ms_since(began)} ms.")


def broker_answers() -> Verdict:
    try:
        with app.connection_for_write(connect_timeout=2) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=3)
    except Exception as fault:  # each transport has errors of its own
        words = f"It takes no task ({reason(fault)})."
        return fail("broker", words, "start Redis, or make VAR_DIR writable where there is none.")
    return ok("broker", "It takes tasks.")


def worker_and_beat_live() -> list[Verdict]:
    """By the heartbeat of beat, which needs both; where it is late the worker is asked directly."""
    at = timezone.now()
    beaten_at = _beaten_at(BEAT)
    answers = None if rules.is_fresh(beaten_at, at=at) else _worker_answers()
    return [
        rules.judge_worker(beaten_at=beaten_at, answers=answers, at=at),
        rules.judge_beat(beaten_at=beaten_at, answers=answers, at=at),
    ]


def _worker_answers() -> bool:
    """Give the worker a task and look for a few seconds whether it was done."""
    before = _beaten_at(DOCTOR)
    try:
        heartbeat.apply_async(args=[DOCTOR], expires=timezone.now() + timedelta(seconds=60))
    except Exception:  # the line of the broker says why
        return False
    until = monotonic() + PATIENCE
    while _beaten_at(DOCTOR) == before:
        if monotonic() > until:
            return False
        sleep(0.2)
    return True


def _beaten_at(sender: str) -> datetime | None:
    return Heartbeat.objects.filter(pk=sender).values_list("beaten_at", flat=True).first()


def mail_leaves(letter_to: str) -> Verdict:
    """The mail server is greeted; a letter is sent only to an address that the operator names."""
    fix = "correct EMAIL_URL, as in smtp+tls://user:password@host:587."
    try:
        with get_connection() as server:
            if letter_to:
                send_mail(
                    "A letter of the doctor", SAMPLE_LETTER, None, [letter_to], connection=server
                )
    except OSError as fault:  # smtplib's errors are among them
        return fail("mail", f"The mail server refuses ({reason(fault)}).", fix)
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        where = "Letters are files in var/mail; nobody gets them."
        return warn("mail", where, "for a community, set EMAIL_URL.")
    words = "A letter was sent." if letter_to else "The mail server answers."
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost>"):
        words = f"{words} Many others refuse letters that come from localhost."
        return warn("mail", words, "set MAIL_FROM to an address of your domain.")
    return ok("mail", words)


def _ms_since(began: float) -> int:
    return round((monotonic() - began) * 1000)
