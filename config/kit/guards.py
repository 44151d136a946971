"""Rules that the database itself keeps with triggers, whoever writes to it.

A guard is written once for each database. SQLite drops the triggers of a table that a migration
makes anew, and stumbles over those of others that name it: so `step_aside` takes them away before
every migrate there, and `install` puts them back after it. `missing` is what a system check asks.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

_guards: dict[str, "Guard"] = {}


@dataclass(frozen=True)
class Guard:
    """One trigger. `when` is what follows CREATE TRIGGER name, up to the body: "BEFORE INSERT".

    `postgresql` is the body of a PL/pgSQL function, `sqlite` the statements of the trigger;
    `sqlite_if` is its WHEN condition, `postgresql_each` ROW or STATEMENT. A guard without words
    for a database does not exist there.
    """

    name: str
    table: str
    when: str
    postgresql: str = ""
    sqlite: str = ""
    sqlite_if: str = ""
    postgresql_each: str = "ROW"

    def made_for(self, vendor: str) -> bool:
        return bool(self.postgresql if vendor == "postgresql" else self.sqlite)

    def statements(self, vendor: str) -> list[str]:
        if vendor != "postgresql":
            condition = f"WHEN {self.sqlite_if}" if self.sqlite_if else ""
            return [
                f"DROP TRIGGER IF EXISTS {self.name}",
                f"CREATE TRIGGER {self.name} {self.when} ON {self.table} {condition} "
                f"BEGIN {self.sqlite} END",
            ]
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $guard$ "
            f"{self.postgresql} $guard$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} "
            f"FOR EACH {self.postgresql_each} EXECUTE FUNCTION {self.name}()",
            f"COMMENT ON TRIGGER {self.name} ON {self.table} IS '{self.mark(vendor)}'",
        ]

    def mark(self, vendor: str) -> str:
        """What tells one version of a guard from another, as the database shows it."""
        if vendor != "postgresql":
            return self.statements(vendor)[1]
        parts = (self.when, self.postgresql_each, self.postgresql)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def stands_as(self, vendor: str) -> str:
        """What `_standing` says of this guard where nobody has touched it."""
        if vendor != "postgresql":
            return self.mark(vendor)
        body = hashlib.md5(f" {self.postgresql} ".encode(), usedforsecurity=False).hexdigest()
        return f"O {self.mark(vendor)} {body}"


def register(*guards: Guard) -> None:
    """Let the database keep these; an area calls it when it is loaded."""
    _guards.update({guard.name: guard for guard in guards})


def step_aside(**_options: Any) -> None:
    """Take the guards of SQLite away, so that a migration can make tables anew."""
    if connection.vendor != "postgresql":
        _take_away()


def install(**_options: Any) -> None:
    """Put every guard whose table exists in place; safe at any time and twice."""
    with connection.cursor() as cursor:
        for guard in _due(_standing(cursor)):
            for statement in guard.statements(connection.vendor):
                cursor.execute(statement)


def missing() -> list[str]:
    """The names of guards that do not stand as they are written here; none before the tables."""
    with connection.cursor() as cursor:
        return [guard.name for guard in _due(_standing(cursor))]


@contextmanager
def lifted() -> Iterator[None]:
    """Without the guards for the time of a maintenance, such as emptying every table."""
    _take_away()
    try:
        yield
    finally:
        install()


def _take_away() -> None:
    with connection.cursor() as cursor:
        for name in _guards.keys() & _standing(cursor).keys():
            on = f" ON {_guards[name].table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


def _due(standing: dict[str, str]) -> Iterable[Guard]:
    """Guards for this database whose table exists, and which do not stand as they are written."""
    tables, vendor = set(connection.introspection.table_names()), connection.vendor
    for guard in _guards.values():
        there = guard.made_for(vendor) and guard.table in tables
        if there and standing.get(guard.name) != guard.stands_as(vendor):
            yield guard


def _standing(cursor: Any) -> dict[str, str]:
    """Each trigger of the database with what tells its version; on PostgreSQL also whether it is
    enabled, and what its function does now: neither shows in the trigger.
    """
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, concat_ws(' ', tgenabled, obj_description(held.oid, 'pg_trigger'), "
            "md5(prosrc)) FROM pg_trigger held JOIN pg_proc does ON does.oid = tgfoid "
            "WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class "
            "WHERE relnamespace = current_schema()::regnamespace)"
        )
    else:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return dict(cursor.fetchall())
