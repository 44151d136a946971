"""What the directory shows, joined from its reads into one value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.paginator import Page
from django.db.models import Q

from config.kit.paging import page_of
from config.kit.text import fold
from mentorship.directory.filters import GROUPS, Search, address, read_search, without_groups
from mentorship.directory.pages.cards import Card, cards_of
from mentorship.directory.pages.options import Facet, Option, facets_of, options_of
from mentorship.directory.querysets import Weighed, weigh
from mentorship.directory.rules import in_order, loosened, matching
from mentorship.profiles.models import MentorProfile, TopicWanted
from mentorship.profiles.querysets import MentorProfileQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.datastructures import MultiValueDict

    from accounts.people.models import User

PAGE_SIZE = 24


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
        chips.append(Chip(f"“{search.words}”", without_groups(search, ["q"])))
    for group in GROUPS:
        chips += [
            Chip(option.words, address(search, without=(group, option.value)))
            for option in options[group]
            if option.chosen
        ]
    return chips


def _loosening(
    search: Search,
    weighed: Weighed,
    options: dict[str, list[Option]],
    unsearched: MentorProfileQuerySet,
    zone: str,
    at: datetime,
) -> Loosening | None:
    words_in_the_way = bool(search.words) and not weighed.entries
    if words_in_the_way:
        weighed = weigh(unsearched, zone=zone, at=at)
    best = loosened(weighed.entries, search.choice)
    if best is None:
        return None
    groups, count = best
    words = [option.words for group in groups for option in options[group] if option.chosen]
    if words_in_the_way:
        groups, words = ("q", *groups), [f"“{search.words}”", *words]
    return Loosening(", ".join(words), count, without_groups(search, groups))


def _wanted_by(viewer: "User | AnonymousUser") -> list[str]:
    if not viewer.is_authenticated:
        return []
    return list(TopicWanted.objects.filter(user=viewer).values_list("topic__slug", flat=True))


def directory_page(
    viewer: "User | AnonymousUser", params: "MultiValueDict[str, str]", *, zone: str, at: datetime
) -> DirectoryPage:
    """Everything the directory shows to `viewer` for an address; at most five queries.

    `zone` is the reader's IANA time zone. Nothing in the address is refused:
    what makes no sense counts as not chosen.
    """
    wanted = _wanted_by(viewer)
    search = read_search(params, has_wants=bool(wanted))
    unsearched = MentorProfile.objects.visible_to(viewer, at=at).approved()
    weighed = weigh(_searched(unsearched, search.words), zone=zone, at=at)
    found = in_order(matching(weighed.entries, search.choice), search.sort, wanted=wanted)
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
        loosening=None if found else _loosening(search, weighed, options, unsearched, zone, at),
        has_wants=bool(wanted),
    )
