"""What is known while an export is judged: everything imported before, and the rows read so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from mentorship.intake.rules.forms import language_base

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


@dataclass(slots=True)
class Known:
    """Keys are lower case. `handles_here` and `addresses_here` belong to people who sign in
    here; they lead to the key under which an import brought them, or to "" without one.
    """

    people: dict[str, Person] = field(default_factory=dict)
    talks: dict[str, Talk] = field(default_factory=dict)
    slugs: dict[str, set[str]] = field(default_factory=lambda: {"topics": set(), "tracks": set()})
    levels: dict[int, tuple[int, int]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    shared_addresses: list[tuple[str, str]] = field(default_factory=list)
    handles_here: dict[str, str] = field(default_factory=dict)
    addresses_here: dict[str, str] = field(default_factory=dict)
    newest: datetime | None = None

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

    def _add_person(self, table: str, key: str, values: Mapping[str, Any], line: int) -> None:
        before = self.people.get(key)
        if before and before.table == "mentors" and table == "listeners":
            # The row of before they became a mentor: what they are now holds.
            self.people[key] = replace(before, was_listener=True)
            return
        email = values.get("email", "").lower()
        self.people[key] = Person(
            table,
            line,
            email,
            values.get("age_band", ""),
            frozenset(language_base(tag) for tag in values.get("languages", ())),
            values.get("joined_at"),
            values.get("teen_cleared_until"),
            values.get("capacity"),
            was_listener=table == "mentors" and before is not None and before.is_of("listeners"),
        )
        if email and self.addresses.setdefault(email, key) != key:
            self.shared_addresses.append((self.addresses[email], key))
