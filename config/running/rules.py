"""What counts as well. Pure: numbers and times in, a line out."""

from datetime import datetime, timedelta

from config.running.verdict import Verdict, fail, ok, warn

LATE_AFTER, DEAD_AFTER = timedelta(seconds=90), timedelta(seconds=180)
MIB = 1024 * 1024
CLOCK_WARN, CLOCK_FAIL = timedelta(seconds=2), timedelta(seconds=30)
START_THE_WORKER = (
    "start the worker (`docker compose up -d worker`, or `celery --app config worker`) "
    "and look at its lines."
)
START_BEAT = (
    "wait half a minute after a start; otherwise start beat, once "
    "(`docker compose up -d beat`, or give one worker --beat)."
)


def judge_worker(*, beaten_at: datetime | None, answers: bool | None, at: datetime) -> Verdict:
    """The worker is alive when a task was done lately, or now that it was asked.

    `answers` is None where nobody needed to ask.
    """
    if answers is None:
        return ok("worker", f"It did a task {_ago(beaten_at, at)}.")
    if answers:
        return ok("worker", "It did a task just now.")
    return fail("worker", f"No task {_since('was done', beaten_at, at)}.", START_THE_WORKER)


def judge_beat(*, beaten_at: datetime | None, answers: bool | None, at: datetime) -> Verdict:
    """Beat is alive when its task came lately; a silent worker hides whether it does."""
    if is_fresh(beaten_at, at=at):
        return ok("beat", f"Its task came {_ago(beaten_at, at)}.")
    if answers is False:
        return warn(
            "beat",
            "Nobody can tell while no worker works.",
            "start the worker first, then ask again.",
        )
    if beaten_at is not None and at - beaten_at < DEAD_AFTER:
        return warn(
            "beat",
            f"Its task came {_ago(beaten_at, at)}, which is late.",
            "wait a minute; if it stays so, give the worker more processes.",
        )
    return fail("beat", f"No task {_since('came by the clock', beaten_at, at)}.", START_BEAT)


def is_fresh(beaten_at: datetime | None, *, at: datetime) -> bool:
    """The last heartbeat is not late. One of the future, by a clock that went back, is none."""
    return beaten_at is not None and abs(at - beaten_at) < LATE_AFTER


def judge_clock(*, off_by: timedelta) -> Verdict:
    """Claims and windows are judged by this machine's clock and, in guards, by the database's."""
    seconds = round(abs(off_by.total_seconds()), 1)
    fix = "let both machines follow the same time server (`timedatectl set-ntp true`)."
    if abs(off_by) >= CLOCK_FAIL:
        return fail("clock", f"It is {seconds} s away from the database's.", fix)
    if abs(off_by) >= CLOCK_WARN:
        return warn("clock", f"It is {seconds} s away from the database's.", fix)
    return ok("clock", f"It is {seconds} s away from the database's.")


def judge_disk(*, free: int, total: int) -> Verdict:
    """Free space where this machine keeps its files, in bytes."""
    words = f"{free // MIB:,} MiB of {total // MIB:,} are free."
    fix = "make room: move old backups away, or give VAR_DIR a larger disk."
    if free < 256 * MIB or free < total * 0.02:
        return fail("disk", words, fix)
    if free < 2048 * MIB or free < total * 0.1:
        return warn("disk", words, fix)
    return ok("disk", words)


def _ago(beaten_at: datetime | None, at: datetime) -> str:
    return f"{max(0, round((at - beaten_at).total_seconds()))} s ago" if beaten_at else "just now"


def _since(what: str, beaten_at: datetime | None, at: datetime) -> str:
    if beaten_at is None:
        return f"ever {what}"
    return f"{what} for {round(abs((at - beaten_at).total_seconds())):,} s"
