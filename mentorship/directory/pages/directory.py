"""What the directory shows, joined from its reads into one value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.core.paginator import Page

from config.kit.paging import page_of
from mentorship.directory.filters import GROUPS, Search, address, without_groups
from mentorship.directory.pages.cards import Card, Rows, cards_of
from mentorship.directory.pages.options import Facet, Option, facets_of, options_of
from mentorship.directory.querysets import (
    Counts,
    Mentors,
    Standpoint,
    by_fit,
    count,
    failing,
    in_order,
    matching,
)
from mentorship.directory.rules import NO, fewest_to_let_go

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


@dataclass(frozen=True)
class Reader:
    """Whose eyes the directory is made for: the topics they want, in order, and where from."""

    wanted: tuple[str, ...]
    where: Standpoint


def _words(search: Search) -> list[str]:
    return [f"“{search.words}”"] if search.words else []


def _chips(search: Search, options: dict[str, list[Option]]) -> list[Chip]:
    chips = [Chip(words, without_groups(search, [WORDS])) for words in _words(search)]
    for group in GROUPS:
        chips += [
            Chip(option.words, address(search, without=(group, option.value)))
            for option in options[group]
            if option.chosen
        ]
    return chips


def _loosening(
    mentors: Mentors, search: Search, options: dict[str, list[Option]], where: Standpoint
) -> Loosening | None:
    """What to let go of where nobody was found; the words count as one more filter."""
    best = fewest_to_let_go(failing(mentors, search.choice, search.words, where))
    if best is None:
        return None
    groups, number = best
    words = _words(search) if WORDS in groups else []
    words += [
        option.words
        for group in GROUPS
        if group in groups
        for option in options[group]
        if option.chosen
    ]
    return Loosening(", ".join(words), number, without_groups(search, groups))


def _listed(found: Mentors, search: Search, reader: Reader) -> Mentors:
    found = found.select_related("user").with_places()
    if search.sort == "fit":
        return by_fit(found, reader.wanted, reader.where)
    return in_order(found, search.sort, reader.where)


def _narrowed(sought: Mentors, search: Search, where: Standpoint, known: Counts) -> Counts:
    same = None if search.words else known
    return count(sought, search.choice, where, everybody=same)


def directory_page(
    mentors: Mentors,
    search: Search,
    number: str | None,
    reader: Reader,
    *,
    everybody: Callable[[Callable[[], Counts]], Counts],
) -> DirectoryPage:
    """Everything the directory shows of `mentors` for a search, the page `number` of it.

    At most seven queries. `everybody` is given the count of all mentors as a function and
    answers with what it counts, now or kept from before.
    """
    where = reader.where
    known = everybody(partial(count, mentors, dict.fromkeys(GROUPS, NO), where))
    sought = mentors.found_by(search.words)
    counts = known if search.is_open else _narrowed(sought, search, where, known)
    options = options_of(known, counts, search, reader.wanted)
    found = Rows(_listed(matching(sought, search.choice, where), search, reader), counts.total)
    page = page_of(found, number, size=PAGE_SIZE)
    return DirectoryPage(
        search=search,
        total=counts.total,
        page=page,
        cards=cards_of(list(page), reader.wanted, where.at),
        facets=facets_of(options),
        chips=_chips(search, options),
        query=address(search)[1:],
        loosening=None if counts.total else _loosening(mentors, search, options, where),
    )
