"""What the directory shows, joined from its reads into one value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.core.paginator import Page
from django.db.models import Q

from accounts.people.models import Band
from config.kit.paging import page_of
from config.kit.text import fold
from mentorship.directory.filters import GROUPS, Search, address, read_search, without_groups
from mentorship.directory.pages.cards import Card, cards_of
from mentorship.directory.pages.options import Facet, Option, facets_of, options_of
from mentorship.directory.querysets import Weighed, weigh, with_names
from mentorship.directory.rules import NO, YES, Entry, in_order, loosened, matching
from mentorship.profiles.models import MentorProfile, TopicWanted
from mentorship.profiles.querysets import MentorProfileQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.datastructures import MultiValueDict

    from accounts.people.models import User

PAGE_SIZE = 24
WORDS = "q"


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    words: str
    href: str


@dataclass(frozen=True)
class Loosening:
    """What an empty result could let go of, and what that would give."""

    words: str
    count: int
    href: str


@dataclass(frozen=True)
class DirectoryPage:
    search: Search
    total: int
    page: Page
    cards: Sequence[Card]
    facets: Sequence[Facet]
    chips: Sequence[Chip]
    query: str
    loosening: Loosening | None
    has_wants: bool


def _searched(mentors: MentorProfileQuerySet, words: str) -> MentorProfileQuerySet:
    """Mentors whose names, topics and texts hold every word; accents and case do not matter."""
    for word in fold(words).split():
        mentors = mentors.filter(Q(search_text__contains=word) | Q(user__username__icontains=word))
    return mentors


def _chips(search: Search, options: dict[str, list[Option]]) -> list[Chip]:
    chips = []
    if search.words:
        chips.append(Chip(f"“{search.words}”", without_groups(search, [WORDS])))
    for group in GROUPS:
        chips += [
            Chip(option.words, address(search, without=(group, option.value)))
            for option in options[group]
            if option.chosen
        ]
    return chips


def _by_words(everybody: Sequence[Entry], found: Sequence[Entry]) -> list[Entry]:
    """Everybody, told apart by whether the words find them, as one more filter would."""
    pks = {entry.pk for entry in found}
    return [
        replace(entry, values={**entry.values, WORDS: YES if entry.pk in pks else NO})
        for entry in everybody
    ]


def _loosening(
    search: Search,
    weighed: Weighed,
    options: dict[str, list[Option]],
    everybody: Callable[[], Weighed],
) -> Loosening | None:
    """What to let go of where nobody was found; the words count as one more filter."""
    entries, choice = weighed.entries, search.choice
    if search.words:
        entries, choice = _by_words(everybody().entries, entries), {WORDS: YES, **choice}
    best = loosened(entries, choice)
    if best is None:
        return None
    groups, count = best
    words = [f"“{search.words}”"] if WORDS in groups else []
    words += [
        option.words
        for group in GROUPS
        if group in groups
        for option in options[group]
        if option.chosen
    ]
    return Loosening(", ".join(words), count, without_groups(search, groups))


def _wanted_by(viewer: "User | AnonymousUser") -> list[str]:
    if not viewer.is_authenticated:
        return []
    return list(TopicWanted.objects.filter(user=viewer).values_list("topic__slug", flat=True))


def _found(
    viewer: "User | AnonymousUser", weighed: Weighed, search: Search, wanted: Sequence[str]
) -> list[Entry]:
    is_teen = viewer.is_authenticated and viewer.band == Band.TEEN
    fitting = matching(weighed.entries, search.choice)
    return in_order(fitting, search.sort, wanted=wanted, scored=not is_teen)


def directory_page(
    viewer: "User | AnonymousUser", params: "MultiValueDict[str, str]", *, zone: str, at: datetime
) -> DirectoryPage:
    """Everything the directory shows to `viewer` for an address; at most seven queries.

    `zone` is the reader's IANA time zone. Nothing in the address is refused:
    what makes no sense counts as not chosen.
    """
    wanted = _wanted_by(viewer)
    search = read_search(params, has_wants=bool(wanted))
    unsearched = MentorProfile.objects.visible_to(viewer, at=at).approved()
    everybody = partial(weigh, unsearched, zone=zone, at=at)
    weighed = with_names(
        weigh(_searched(unsearched, search.words), zone=zone, at=at), search.choice
    )
    found = _found(viewer, weighed, search, wanted)
    options = options_of(weighed, search, wanted)
    page = page_of(found, params.get("page"), size=PAGE_SIZE)
    return DirectoryPage(
        search=search,
        total=len(found),
        page=page,
        cards=cards_of(list(page), wanted, weighed.names["topic"], at),
        facets=facets_of(options),
        chips=_chips(search, options),
        query=address(search)[1:],
        loosening=None if found else _loosening(search, weighed, options, everybody),
        has_wants=bool(wanted),
    )
