"""Taking a database down and putting it up, for each engine. What is put up replaces everything.

PostgreSQL: its own programs, at one moment of the database (an exported snapshot), and back in one
transaction that ends only when every table is as it was. SQLite: its online backup, both ways,
which open pages see as one change.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from config.running import contents
from config.running.contents import Table
from config.running.errors import ToolFailed
from config.running.verdict import reason

NO_LIMITS = (
    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
    "SET LOCAL idle_in_transaction_session_timeout = 0;"
)
# Everything of the schema that the database's person made, so that nothing of a later version
# stays behind.
EMPTY = """
SET lock_timeout = '30s';
SET client_min_messages = warning;
DO $empty$ DECLARE one record; BEGIN
    FOR one IN SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'DROP TABLE IF EXISTS public.' || one.name || ' CASCADE';
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p
        LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
        WHERE p.pronamespace = 'public'::regnamespace AND d.objid IS NULL LOOP
        EXECUTE 'DROP ROUTINE IF EXISTS ' || one.name || ' CASCADE';
    END LOOP;
    FOR one IN SELECT quote_ident(sequencename) AS name FROM pg_sequences
        WHERE schemaname = 'public' LOOP
        EXECUTE 'DROP SEQUENCE IF EXISTS public.' || one.name || ' CASCADE';
    END LOOP;
END $empty$;
"""


def take_down(target: Path) -> dict[str, Table]:
    """Write the database as it is at one moment into a file; what it held at that moment."""
    return _TAKE_DOWN[connection.vendor](target)


def put_up(source: Path, tables: dict[str, Table]) -> None:
    """Replace what the database holds by a file of `take_down`, wholly or not at all."""
    _PUT_UP[connection.vendor](source, tables)


@contextmanager
def _sqlite_may_refuse() -> Iterator[None]:
    """A full disk, a database that another program holds."""
    try:
        yield
    except sqlite3.OperationalError as fault:
        raise ToolFailed(f"SQLite refuses: {reason(fault)}.") from fault


@_sqlite_may_refuse()
def _sqlite_down(target: Path) -> dict[str, Table]:
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without others beside it
        return contents.of_sqlite(copy)


@_sqlite_may_refuse()
def _sqlite_up(source: Path, tables: dict[str, Table]) -> None:
    with closing(sqlite3.connect(source)) as copy:
        if contents.of_sqlite(copy) != tables:
            raise ToolFailed("The database in the backup is not as its manifest says.")
        connection.ensure_connection()
        copy.backup(connection.connection)
    connection.close()


def _postgresql_down(target: Path) -> dict[str, Table]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute(NO_LIMITS)
        cursor.execute("SELECT pg_export_snapshot()")
        (moment,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-comments",
             f"--snapshot={moment}", f"--file={target}")  # fmt: skip
        return contents.of_postgresql()


def _postgresql_up(source: Path, tables: dict[str, Table]) -> None:
    connection.close()
    psql = _start("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-",
                  stdin=subprocess.PIPE)  # fmt: skip
    refused = ""
    with psql:
        assert psql.stdin is not None  # noqa: S101 - it was asked for
        try:
            psql.stdin.write(b"BEGIN;\n" + EMPTY.encode())
            refused = _pour_script(source, psql.stdin)
            if not refused:
                psql.stdin.write(contents.refusal_of_difference(tables).encode() + b"COMMIT;\n")
        except BrokenPipeError:
            pass  # psql has left, and says why
        with suppress(BrokenPipeError):
            psql.stdin.close()  # without COMMIT everything is as it was
        said = _words(psql)
    if psql.returncode or refused:
        raise ToolFailed(f"Nothing was restored: {said if psql.returncode else refused}.")


def _pour_script(source: Path, into: IO[bytes]) -> str:
    """The statements of a dump; what pg_restore says where it fails."""
    script = _start("pg_restore", "--file=-", "--no-owner", "--no-privileges", "--no-comments",
                    str(source), named=False, stdout=subprocess.PIPE)  # fmt: skip
    with script:
        assert script.stdout is not None  # noqa: S101 - it was asked for
        shutil.copyfileobj(script.stdout, into, 1024 * 1024)
        said = _words(script)
    return said if script.returncode else ""


def _run(program: str, *options: str) -> None:
    with _start(program, *options) as running:
        said = _words(running)
    if running.returncode:
        raise ToolFailed(f"{program} refuses: {said}.")


def _start(
    program: str,
    *options: str,
    named: bool = True,
    stdin: int | None = subprocess.DEVNULL,
    stdout: int | None = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start a program of PostgreSQL on our database; the password goes by the environment."""
    if shutil.which(program) is None:
        raise ToolFailed(f"{program} is missing: install the client programs of PostgreSQL.")
    client, surroundings = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return subprocess.Popen(  # noqa: S603 - a program by name, and no word of anybody's
        [program, *options, *(client[1:] if named else [])],
        env=os.environ | (surroundings or {}),
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
    )


def _words(running: subprocess.Popen[bytes]) -> str:
    """The first line of what a program complains of, once it has ended: later ones quote rows."""
    assert running.stderr is not None  # noqa: S101 - it was asked for
    said = running.stderr.read().decode(errors="replace")
    running.wait()
    return reason(RuntimeError(said))


_TAKE_DOWN: dict[str, Callable[[Path], dict[str, Table]]] = {
    "sqlite": _sqlite_down,
    "postgresql": _postgresql_down,
}
_PUT_UP: dict[str, Callable[[Path, dict[str, Table]], None]] = {
    "sqlite": _sqlite_up,
    "postgresql": _postgresql_up,
}
