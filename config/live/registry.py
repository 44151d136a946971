"""What a channel shows and who may read it: functions that the areas register."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Frame:
    """One row as everybody who may see it gets it: the same bytes for all, so nothing personal.

    `tags` says for whom (empty: for every reader of the channel), `order` sorts a whole present
    state. Without HTML it is no row of the list: its readers hear that something changed, as of a
    row that is gone, every time.
    """

    html: str
    tags: frozenset[str] = frozenset()
    order: str = ""


@dataclass(frozen=True, slots=True)
class ReaderSet:
    """Which rows of a channel one reader gets: those with one of `tags` (None: all), less the
    `hidden` keys.
    """

    tags: frozenset[str] | None = None
    hidden: frozenset[str] = frozenset()

    def shows(self, key: str, frame: Frame) -> bool:
        if key in self.hidden:
            return False
        return self.tags is None or not frame.tags or not self.tags.isdisjoint(frame.tags)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks to read. `person` is the public id, empty for a visitor; `user` is fresh from the
    database.
    """

    person: str
    language: str
    user: Any


class Render(Protocol):
    def __call__(
        self, channel: str, keys: Collection[str] | None, language: str
    ) -> Mapping[str, Frame | None]:
        """The present frames of `keys`, or of all when `keys` is None. A key not answered is gone.

        Called once per change, channel and language, outside any request, with `language` active.
        """


class Admit(Protocol):
    def __call__(self, channel: str, reader: Reader) -> ReaderSet | None:
        """What this reader may see of the channel now; None refuses, and ends a stream that is
        open.

        Asked at connect, when `person:<id>` key `rights` is touched, and every 10 seconds.
        """


class AdmitMany(Protocol):
    def __call__(self, channel: str, readers: Sequence[Reader]) -> Sequence[ReaderSet | None]:
        """What `Admit` answers, for several readers in their order and in few queries."""


@dataclass(frozen=True, slots=True)
class Family:
    """All channels with one prefix. Without `render` they carry signals: keys and versions
    alone. Streams of a family that is `apart` have a number of their own: however many strangers
    read it, they take no stream from the site's own pages. With `admit_many` everybody who comes
    at once, or is due, is asked about together.
    """

    prefix: str
    admit: Admit
    render: Render | None = None
    apart: bool = False
    admit_many: AdmitMany | None = None


_families: dict[str, Family] = {}


def register(
    prefix: str,
    *,
    admit: Admit,
    render: Render | None = None,
    apart: bool = False,
    admit_many: AdmitMany | None = None,
) -> None:
    """Let channels `<prefix>:...` be read. One area owns a prefix; a second one is a mistake at
    start.
    """
    known = _families.get(prefix)
    if known is not None and (known.admit, known.render) != (admit, render):
        raise ImproperlyConfigured(f"The live channels '{prefix}:' are registered twice.")
    _families[prefix] = Family(prefix, admit, render, apart, admit_many)


def family_of(channel: str) -> Family | None:
    """The family a channel belongs to, or None where nobody registered one."""
    return _families.get(channel.partition(":")[0])


def all_apart(channels: Collection[str]) -> bool:
    """Every one of these channels is of a family whose readers are counted apart."""
    families = [family_of(channel) for channel in channels]
    return bool(families) and all(family is not None and family.apart for family in families)


def prefixes() -> list[str]:
    """Every registered prefix, for the authorisation matrix."""
    return sorted(_families)


def _admit_person(channel: str, reader: Reader) -> ReaderSet | None:
    return ReaderSet() if reader.person and channel == person_channel(reader.person) else None


def person_channel(public_id: object) -> str:
    """The channel on which one person's own pages hear of changes."""
    return f"person:{public_id}"


register("person", admit=_admit_person)
