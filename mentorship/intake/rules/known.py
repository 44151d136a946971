"""What is known while an export is judged: everything imported before, and the rows read so far."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from mentorship.intake.rules.forms import language_base
from mentorship.intake.rules.shelf import Shelf, private_file, shelf_of

LIVING = ("open", "waiting")


@dataclass(frozen=True, slots=True)
class Person:
    """What other rows need of a person; `line` is 0 where an earlier import brought them.

    Of somebody who became a mentor, `was_listener` lets the talks of before stand.
    """

    table: str
    line: int
    email: str
    band: str = ""
    languages: frozenset[str] = frozenset()
    joined_at: datetime | None = None
    cleared_until: date | None = None
    capacity: int | None = None
    was_listener: bool = False

    def is_of(self, table: str) -> bool:
        """Whether a talk may name this person in the column of `table`."""
        return table == self.table or (table == "listeners" and self.was_listener)


@dataclass(frozen=True, slots=True)
class Talk:
    """What other rows need of a talk; `line` is 0 where an earlier import brought it."""

    line: int
    mentor: str
    listener: str
    outcome: str
    requested_at: datetime | None = None
    ended_at: datetime | None = None


class Known:
    """Keys are lower case. `handles_here` and `addresses_here` belong to people who sign in
    here; they lead to the key under which an import brought them, or to "" without one.
    `lines` are those of the file at hand.
    """

    def __init__(self) -> None:
        file = private_file()
        self.people = Shelf(file, "people", PERSON_COLUMNS, row_of=_row_of, value_of=_person_of)
        self.talks = Shelf(file, "talks", TALK_COLUMNS, row_of=_row_of, value_of=_talk_of)
        self.handles_here: Shelf[str] = shelf_of(file, "handles_here")
        self.addresses_here: Shelf[str] = shelf_of(file, "addresses_here")
        self.lines: Shelf[int] = shelf_of(file, "lines")
        self.slugs: dict[str, set[str]] = {"topics": set(), "tracks": set()}
        self.levels: dict[int, tuple[int, int]] = {}
        self.newest: datetime | None = None

    def add(self, table: str, key: str, values: Mapping[str, Any], *, line: int = 0) -> None:
        """Remember a row, in place of the one of the same key."""
        if table in ("mentors", "listeners"):
            self._add_person(table, key, values, line)
        elif table == "talks":
            self.talks[key] = Talk(
                line,
                values.get("mentor", "").lower(),
                values.get("listener", "").lower(),
                values.get("outcome", ""),
                values.get("requested_at"),
                values.get("ended_at"),
            )
        elif table in self.slugs:
            self.slugs[table].add(key)
        elif table == "levels" and "rank" in values and "cheers_from" in values:
            self.levels[values["rank"]] = (values["cheers_from"], line)

    def living_talks(self) -> dict[str, Talk]:
        """Talks that are open or wait, in the order in which they came."""
        named = ", ".join(f"'{outcome}'" for outcome in LIVING)
        return dict(self.talks.items(where=f"outcome IN ({named})"))

    def of_one_address(self) -> Iterator[list[Person]]:
        """The people of each address that several have, in the order in which they came."""
        shared = "SELECT email FROM people WHERE email <> '' GROUP BY email HAVING count(*) > 1"
        people = self.people.items(where=f"email IN ({shared})", order="email, rowid")
        for _email, group in groupby((person for _key, person in people), lambda one: one.email):
            yield list(group)

    def _add_person(self, table: str, key: str, values: Mapping[str, Any], line: int) -> None:
        before = self.people.get(key)
        if before and before.table == "mentors" and table == "listeners":
            # The row of before they became a mentor: what they are now holds.
            self.people[key] = replace(before, was_listener=True)
            return
        self.people[key] = Person(
            table,
            line,
            values.get("email", "").lower(),
            values.get("age_band", ""),
            frozenset(language_base(tag) for tag in values.get("languages", ())),
            values.get("joined_at"),
            values.get("teen_cleared_until"),
            values.get("capacity"),
            was_listener=table == "mentors" and before is not None and before.is_of("listeners"),
        )


PERSON_COLUMNS = (
    *("of_table", "line", "email", "band", "languages"),
    *("joined_at", "cleared_until", "capacity", "was_listener"),
)
TALK_COLUMNS = ("line", "mentor", "listener", "outcome", "requested_at", "ended_at")


def _row_of(kept: Person | Talk) -> list[Any]:
    """The fields in their order: times as ISO text, languages as words."""
    return [_cell_of(getattr(kept, name)) for name in kept.__slots__]


def _cell_of(value: Any) -> str | int | None:
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value) if isinstance(value, frozenset) else value


def _person_of(row: Sequence[Any]) -> Person:
    table, line, email, band, languages, joined, cleared, capacity, was_listener = row
    return Person(
        table,
        line,
        email,
        band,
        frozenset(languages.split()),
        _moment(joined),
        date.fromisoformat(cleared) if cleared else None,
        capacity,
        bool(was_listener),
    )


def _talk_of(row: Sequence[Any]) -> Talk:
    line, mentor, listener, outcome, requested, ended = row
    return Talk(line, mentor, listener, outcome, _moment(requested), _moment(ended))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
