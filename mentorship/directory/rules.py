"""Parts of a reader's day by the UTC clock, and what to let go of where nobody fits."""

from collections.abc import Mapping

PARTS_OF_DAY = {
    "morning": (6 * 60, 12 * 60),
    "afternoon": (12 * 60, 18 * 60),
    "evening": (18 * 60, 24 * 60),
    "night": (0, 6 * 60),
}
DAY = 24 * 60
YES = frozenset({"yes"})
NO: frozenset[str] = frozenset()

Choice = Mapping[str, frozenset[str]]


def part_by_utc(part: str, *, offset: int) -> tuple[int, int]:
    """A part of the reader's day in minutes of the UTC day; the start is from 0 to 1439.

    `offset` is what the reader's clock is ahead of UTC, in minutes.
    """
    begins, stops = PARTS_OF_DAY[part]
    first = (begins - offset) % DAY
    return first, first + stops - begins


def fewest_to_let_go(missed: Mapping[tuple[str, ...], int]) -> tuple[tuple[str, ...], int] | None:
    """The fewest groups to let go of that would leave anybody, with how many that gives.

    `missed` counts mentors by the groups, in a fixed order, that keep them out. Of several
    that are as few, those that leave most; None where nobody is left to find.
    """
    if not missed:
        return None
    fewest = min(map(len, missed))
    tied = {groups: count for groups, count in missed.items() if len(groups) == fewest}
    groups = min(tied, key=lambda each: (-tied[each], each))
    return groups, tied[groups]
