"""The sections of a profile: their order, and how many are filled."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# What counts for "3 of 7 sections". Tracks are given by coordinators and do not count.
COUNTED = ("headline", "situations", "about", "topics", "languages", "style", "hours")
# What stands below the head of the page whatever the order: on a phone it is within the first
# screen with the headline and Message.
LEADING = ("situations",)
# What follows, in its usual order; mentors may reorder it.
MOVABLE = ("about", "topics", "tracks", "style", "hours")
KNOWS_WELL, KNOWS_SOME = 1.0, 0.5


def complete(facts: Mapping[str, bool]) -> tuple[str, ...]:
    """The names of the sections that have content."""
    return tuple(name for name, filled in facts.items() if filled)


def order_of(stored: Sequence[str]) -> tuple[str, ...]:
    """The mentor's order, with what it does not know or no longer exists set right."""
    known = [name for name in dict.fromkeys(stored) if name in MOVABLE]
    return (*known, *(name for name in MOVABLE if name not in known))


def in_order(stored: Sequence[str], filled: Iterable[str], *, all_of: bool) -> tuple[str, ...]:
    """The sections to show, in the mentor's order: the filled ones, or all of them to the owner."""
    shown = set(filled)
    return tuple(name for name in (*LEADING, *order_of(stored)) if all_of or name in shown)


def moved(stored: Sequence[str], name: str, *, up: bool) -> tuple[str, ...]:
    """The order after `name` went one place up or down; unchanged at either end."""
    order = list(order_of(stored))
    place = order.index(name)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return tuple(order)


def counted(filled: Iterable[str]) -> tuple[int, int]:
    """How many of the counted sections are filled, and how many there are."""
    return len(set(filled) & set(COUNTED)), len(COUNTED)


def strengths_of(values: Mapping[str, Iterable[Any]]) -> list[tuple[Any, float]]:
    """The topics chosen as "best" and "also" with their strength; one in both is known well."""
    best = list(values["best"])
    also = [topic for topic in values["also"] if topic not in best]
    return [(topic, KNOWS_WELL) for topic in best] + [(topic, KNOWS_SOME) for topic in also]
