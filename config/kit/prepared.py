"""Reads that every page makes: their SQL is made once, which costs more than to run it."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connections
from django.db.models import QuerySet

# What no row holds; each place of theirs in the SQL takes the value of a call.
SOMEBODY = 7_306_357_456_645_743
SOME_TIME = datetime(1907, 3, 6, 7, 8, 9, 123_457, tzinfo=UTC)


@dataclass(frozen=True)
class _Made:
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]


class Prepared:
    """A read by the key of a person and, where it needs one, a moment.

    `build(person, at, *variant)` gives a queryset with `values_list`. It is called once for each
    database and variant, so nothing but its arguments may make a difference to it.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self._build = build
        self._made: dict[tuple[Hashable, ...], _Made] = {}

    def rows(
        self, *variant: Hashable, person: int, at: datetime = SOME_TIME
    ) -> list[tuple[Any, ...]]:
        """The rows for this person at this moment, as tuples. One query."""
        connection = connections["default"]
        adapt = connection.ops.adapt_datetimefield_value
        made = self._made.get((connection.vendor, *variant)) or self._make(*variant)
        given = {SOMEBODY: person, adapt(SOME_TIME): adapt(at)}
        params = [given.get(value, value) for value in made.params]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, params)
            found = cursor.fetchall()
        if not made.converters:
            return found
        return [self._converted(row, made.converters, connection) for row in found]

    def _make(self, *variant: Hashable) -> _Made:
        query = self._build(SOMEBODY, SOME_TIME, *variant).query
        compiler = query.get_compiler("default")
        sql, params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        made = _Made(sql, tuple(params), compiler.get_converters(columns))
        self._made[compiler.connection.vendor, *variant] = made
        return made

    @staticmethod
    def _converted(row: tuple[Any, ...], converters: Any, connection: Any) -> tuple[Any, ...]:
        """What Django's own reads do with columns that a database has no type for."""
        values = list(row)
        for place, (steps, expression) in converters.items():
            for step in steps:
                values[place] = step(values[place], expression, connection)
        return tuple(values)
