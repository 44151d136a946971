"""Before a release serves: tables, guards, cache table and static files are brought up to it.

Several may be told to prepare at once, on one machine or on many: one does it, the others wait
and find nothing left to do.
"""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import OperationalError, connection

from config import env, start
from config.start import CannotStart

LOCK = 5_141_077  # any number that nothing else in this database uses
PATIENCE = 600.0  # seconds to wait for somebody else who prepares
LOCK_NOT_AVAILABLE = "55P03"  # what PostgreSQL calls it
ATTEMPTS = 20  # at a migration that waits for a busy table


def prepare_release() -> None:
    """Bring the database and the static files up to this release, while nobody else does.

    Raise CannotStart when the database does not answer, when others prepare for longer than
    `PATIENCE`, or when a table stays too busy to be changed.
    """
    start.make_folders()
    start.refuse_silent_database()
    with _alone_on_this_machine(), _alone_in_the_database():
        _change_tables()
        start.collect_static_files()


def prepare_static_files() -> None:
    """Collect the static files alone, for whoever may run the release: how its image is made."""
    env.STATIC_DIR.mkdir(parents=True, exist_ok=True)
    start.collect_static_files()


def _change_tables() -> None:
    """A change that waits for a busy table gives up after two seconds, so that the pages which
    wait behind it go on; then it is tried again."""
    for _attempt in range(ATTEMPTS):
        try:
            start.make_database()
        except OperationalError as refusal:
            if getattr(refusal.__cause__, "pgcode", "") != LOCK_NOT_AVAILABLE:
                raise
            time.sleep(1)
        else:
            return
    raise CannotStart("A table is too busy to be changed: run this again at a quieter hour.")


@contextmanager
def _alone_on_this_machine() -> Iterator[None]:
    with (env.VAR / "prepare.lock").open("w") as lock:

        def taken() -> bool:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

        _wait_until(taken)
        yield  # closing the file gives it back, however this ends


@contextmanager
def _alone_in_the_database() -> Iterator[None]:
    """A lock of this connection, so that it ends with the process; SQLite is one machine's."""
    if connection.vendor != "postgresql":
        yield
        return

    def taken() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            return bool(cursor.fetchone()[0])

    _wait_until(taken)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _wait_until(taken: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not taken():
        if time.monotonic() > give_up_at:
            raise CannotStart(
                "Somebody else has been preparing this release for ten minutes: see what "
                "keeps it, then run this again."
            )
        time.sleep(0.2)


def check_release() -> None:
    """Refuse, as `check --deploy` does, what must not face the public. Raises SystemCheckError."""
    call_command("check", deploy=True, fail_level="ERROR", databases=["default"])
