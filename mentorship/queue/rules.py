"""The fair order of the Quality Queue (policy 13.1), never by rating; and what a reader asks."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from urllib.parse import urlencode

from mentorship.profiles.rules.presence import SEEN_WITHIN

SOON_WITHIN = timedelta(minutes=60)

NEVER_SERVED = "0" * 20


class Group(IntEnum):
    """Where somebody stands in the list; a lower number comes first."""

    HERE = 1
    REACHABLE = 2
    SOON = 3
    ACCEPTING = 4


@dataclass(frozen=True)
class Standing:
    """What the order asks of one mentor: presence, hours, and how often they were served.

    `next_opening_within` is the time until their next weekly hours, `None` without any;
    `seen_ago` is how long ago a device of theirs was seen, `None` if never.
    """

    mentor_id: str
    window_open: bool
    seen_ago: timedelta | None
    accepting: bool
    next_opening_within: timedelta | None = None
    in_session: bool = False
    last_served_at: datetime | None = None
    served_today: int = 0


def group_of(
    standing: Standing,
    *,
    seen_within: timedelta = SEEN_WITHIN,
    soon_within: timedelta = SOON_WITHIN,
) -> Group | None:
    """Name the group of a mentor; None for somebody who is not listed."""
    if standing.window_open and not standing.in_session:
        seen = standing.seen_ago is not None and standing.seen_ago <= seen_within
        return Group.HERE if seen else Group.REACHABLE
    if not standing.accepting:
        return None
    opening = standing.next_opening_within
    soon = opening is not None and timedelta(0) <= opening <= soon_within
    return Group.SOON if soon else Group.ACCEPTING


def order_key(group: Group, standing: Standing, *, day: date) -> str:
    """A sortable text that places one mentor without knowing the others.

    Group, then least recently served with never first, then fewest served today,
    then SHA-256 of "<day>:<mentor id>". So a live row finds its place by itself.
    """
    served = standing.last_served_at
    served_text = f"{served.astimezone(UTC):%Y%m%d%H%M%S%f}" if served else NEVER_SERVED
    chance = hashlib.sha256(f"{day.isoformat()}:{standing.mentor_id}".encode()).hexdigest()
    return f"{group:d}|{served_text}|{standing.served_today:06d}|{chance}"


def in_order(
    standings: Iterable[Standing],
    *,
    day: date,
    seen_within: timedelta = SEEN_WITHIN,
    soon_within: timedelta = SOON_WITHIN,
) -> list[tuple[Standing, Group]]:
    """Everybody who is listed, each with their group, in the fair order of the day."""
    listed = [
        (standing, group)
        for standing in standings
        if (group := group_of(standing, seen_within=seen_within, soon_within=soon_within))
    ]
    return sorted(listed, key=lambda row: order_key(row[1], row[0], day=day))


SORTS = ("fair", "room", "soonest", "newest", "name")
FILTERS = ("words", "has_room", "my_language", "here_only", "topic")
PARAMETERS = {
    "words": "q",
    "has_room": "room",
    "my_language": "mine",
    "here_only": "here",
    "topic": "topic",
}
LONGEST_WORDS = 80


@dataclass(frozen=True)
class Facts:
    """What the filters ask of one row; `words` are folded, `topics` are slugs."""

    words: str
    topics: frozenset[str]
    has_room: bool
    speaks_my_language: bool
    is_here: bool


@dataclass(frozen=True)
class Wish:
    """What a reader wants to see of the list, as the address says it."""

    words: str = ""
    has_room: bool = False
    my_language: bool = False
    here_only: bool = False
    topic: str = ""
    sort: str = "fair"

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wish":
        """Read an address; what it does not understand counts as not said."""
        # A NUL is nothing that a database could look for.
        said = {name: value.replace("\0", "") for name, value in query.items()}
        sort = said.get("sort", "")
        return cls(
            words=" ".join(said.get("q", "").split())[:LONGEST_WORDS],
            has_room=said.get("room") == "1",
            my_language=said.get("mine") == "1",
            here_only=said.get("here") == "1",
            topic=said.get("topic", "")[:40],
            sort=sort if sort in SORTS else "fair",
        )

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        return tuple(name for name in FILTERS if getattr(self, name))

    @property
    def is_plain(self) -> bool:
        """Nothing is filtered or sorted: the list as everybody has it."""
        return self == Wish()

    def without(self, name: str) -> "Wish":
        """The same wish with one filter loosened."""
        return replace(self, **{name: type(getattr(self, name))()})

    def keeps(self, facts: Facts, folded_words: str) -> bool:
        """Say whether a row fits; `folded_words` are the words as searches compare them."""
        return (
            all(word in facts.words for word in folded_words.split())
            and (facts.has_room or not self.has_room)
            and (facts.speaks_my_language or not self.my_language)
            and (facts.is_here or not self.here_only)
            and (self.topic in facts.topics or not self.topic)
        )

    @property
    def query(self) -> str:
        """The wish as the query of an address, empty for a plain one."""
        said = {PARAMETERS[name]: getattr(self, name) for name in self.filters}
        said = {name: "1" if value is True else value for name, value in said.items()}
        return urlencode(said | ({"sort": self.sort} if self.sort != "fair" else {}))
