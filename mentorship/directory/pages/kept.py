"""The directory as HTML, made once for all who would see the same.

What it is made from stands in the key: who is listed for the reader, the search, the topics wanted,
and the reader's clock and language. It holds for one version of the lists and one minute: what time
alone changes is shown a minute late at most, as by the sweeps that follow the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.people.models import Band
from accounts.safeguarding.models import Block
from config.kit.memory import name_of, newest
from mentorship.directory.filters import Search, address, read_search
from mentorship.directory.pages.directory import DirectoryPage, Reader, directory_page
from mentorship.directory.querysets import Counts, Standpoint
from mentorship.profiles.models import MentorProfile, TopicWanted

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.datastructures import MultiValueDict

    from accounts.people.models import User

LONGEST_PAGE_NUMBER = 6
SHARE_OF_COUNTING = 20
QUICK = 0.25  # seconds


@dataclass(frozen=True)
class Kept:
    """The parts of the page that many readers share."""

    search: Search
    has_wants: bool
    filters: SafeString
    in_use: SafeString
    results: SafeString


def _wanted_by(viewer: "User | AnonymousUser") -> tuple[str, ...]:
    if not viewer.is_authenticated:
        return ()
    wanted = TopicWanted.objects.filter(user=viewer)
    return tuple(wanted.values_list("topic__slug", flat=True))


def _listed_for(viewer: "User | AnonymousUser") -> tuple[Any, ...]:
    """What decides who is listed: the space, and whom a block keeps from the viewer."""
    if not viewer.is_authenticated:
        return ("public",)
    return (viewer.band, *sorted(Block.objects.others_of(viewer)))


def _space_of(viewer: "User | AnonymousUser") -> str:
    return viewer.band if viewer.is_authenticated else Band.ADULT


def _offset(at: datetime) -> int:
    offset = timezone.localtime(at).utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


@dataclass(frozen=True)
class _Counted:
    counts: Counts
    version: int
    holds_until: float


def _everybody(version: int, *parts: Any) -> Callable[[Callable[[], Counts]], Counts]:
    """Count all mentors, or answer with the counts of this version of the lists.

    In a large community the lists change faster than they can be counted: a count that takes
    long holds for as long as keeps counting to a twentieth of the time, a minute at most.
    """

    def ask(make: Callable[[], Counts]) -> Counts:
        name, began = name_of("everybody", *parts), monotonic()
        known: _Counted | None = caches["pages"].get(name)
        if known and (known.version == version or began < known.holds_until):
            return known.counts
        counts = make()
        took = monotonic() - began
        holds_for = took * (1 + SHARE_OF_COUNTING) if took > QUICK else 0
        kept = _Counted(counts, version, began + holds_for)
        caches["pages"].set(name, kept)
        return counts

    return ask


def kept_directory(
    viewer: "User | AnonymousUser",
    params: "MultiValueDict[str, str]",
    *,
    version: int,
    as_fragment: bool,
    at: datetime,
) -> Kept:
    """The directory for `viewer` and an address, in the active language and time zone.

    `version` is that of the lists the viewer reads. Nothing in the address is refused: what
    makes no sense counts as not chosen. Two queries where it was made before.
    """
    wanted, zone = _wanted_by(viewer), timezone.get_current_timezone_name()
    search = read_search(params, has_wants=bool(wanted))
    number = (params.get("page") or "")[:LONGEST_PAGE_NUMBER]
    reader = Reader(wanted, Standpoint(at, _offset(at), _space_of(viewer)))
    listed = (_listed_for(viewer), reader.where.offset)
    on_screen = (get_language(), zone, settings.NOUNS, as_fragment)

    def made() -> Kept:
        mentors = MentorProfile.objects.visible_to(viewer, at=at).approved()
        everybody = _everybody(version, *listed)
        page = directory_page(mentors, search, number, reader, everybody=everybody)
        return _parts(page, has_wants=bool(wanted), as_fragment=as_fragment, at=at)

    name = name_of("directory", listed, wanted, address(search), number, on_screen)
    return newest(name, (version, at.strftime("%j %H:%M")), made)


def _parts(page: DirectoryPage, *, has_wants: bool, as_fragment: bool, at: datetime) -> Kept:
    context = {"directory": page, "as_fragment": as_fragment, "at": at, "noun": settings.NOUNS}
    parts = (
        render_to_string(f"directory/{name}.html", context)
        for name in ("_filters", "_in_use", "_results")
    )
    return Kept(page.search, has_wants, *parts)
