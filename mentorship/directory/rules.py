"""What a choice of filters leaves, how many each further filter would, and in which order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class Entry:
    """One mentor as the directory weighs them.

    `values` holds for each group of filters what this mentor answers to, such as
    the slugs of their topics under "topic". `strengths` is 0.5 or 1 by topic slug.
    """

    pk: int
    name: str
    values: Choice
    strengths: Mapping[str, float] = field(default_factory=dict)
    opens_at: datetime | None = None
    approved_at: datetime | None = None

    @property
    def is_here(self) -> bool:
        return bool(self.values["here"])

    @property
    def has_room(self) -> bool:
        return bool(self.values["room"])


def failing(entry: Entry, choice: Choice) -> list[str]:
    """The groups in which `entry` answers to none of the chosen values."""
    return [
        group for group, chosen in choice.items() if chosen and not chosen & entry.values[group]
    ]


def matching(entries: Iterable[Entry], choice: Choice) -> list[Entry]:
    """The entries that answer to every group chosen from; any one value of a group is enough."""
    return [entry for entry in entries if not failing(entry, choice)]


def facets(entries: Iterable[Entry], choice: Choice) -> dict[str, Counter[str]]:
    """Count for each group and value how many entries it would leave, given the other groups.

    A group's own choice does not narrow its own counts, so that adding a second
    value of the same group never reads as zero.
    """
    counts: dict[str, Counter[str]] = {}
    for entry in entries:
        missed = failing(entry, choice)
        if len(missed) > 1:
            continue
        for group, values in entry.values.items():
            if not missed or missed == [group]:
                counts.setdefault(group, Counter()).update(values)
    return counts


def loosened(entries: Iterable[Entry], choice: Choice) -> tuple[tuple[str, ...], int] | None:
    """The fewest groups to let go of that would leave anybody, with how many that gives.

    Of several that are as few, those that leave most; None where nobody is left to find.
    """
    missed = Counter(tuple(sorted(failing(entry, choice))) for entry in entries)
    if not missed:
        return None
    fewest = min(map(len, missed))
    tied = {groups: count for groups, count in missed.items() if len(groups) == fewest}
    groups = min(tied, key=lambda each: (-tied[each], each))
    return groups, tied[groups]


def topic_fit(entry: Entry, wanted: Sequence[str]) -> float:
    """Mean of the mentor's strengths over the topics wanted; none wanted: 0 (policy 13.3)."""
    if not wanted:
        return 0.0
    return sum(entry.strengths.get(slug, 0.0) for slug in wanted) / len(wanted)


def _soonest(entry: Entry) -> tuple[bool, bool, float, str, int]:
    opens = entry.opens_at.timestamp() if entry.opens_at else float("inf")
    return (not entry.is_here, not entry.has_room, opens, entry.name, entry.pk)


def topic_match(entry: Entry, wanted: Sequence[str]) -> float:
    """1 where the mentor knows a topic wanted, else 0: teens are given no score (policy 13.3)."""
    return float(any(slug in entry.strengths for slug in wanted))


def in_order(
    entries: Iterable[Entry], sort: str, *, wanted: Sequence[str], scored: bool = True
) -> list[Entry]:
    """Order by "fit" (topics wanted), "soon" (here, then next opening), "newest" or "name".

    Not `scored`, the fit is whether a topic is known at all. Equal entries keep a fixed
    order, so that pages never repeat or lose one.
    """
    listed = sorted(entries, key=lambda entry: (entry.name, entry.pk))
    if sort == "name":
        return listed
    if sort == "newest":
        return sorted(
            listed, key=lambda entry: -(entry.approved_at.timestamp() if entry.approved_at else 0)
        )
    listed.sort(key=_soonest)
    if sort == "fit":
        fit = topic_fit if scored else topic_match
        listed.sort(key=lambda entry: -fit(entry, wanted))
    return listed


def parts_open(windows: Iterable[tuple[int, int]], *, shift: int) -> frozenset[str]:
    """The reader's parts of day which weekly windows touch.

    `windows` are minutes of the mentor's day; `shift` is what to add for the
    reader's clock, in minutes. A window may run past midnight after shifting.
    """
    touched = set()
    for starts, ends in windows:
        first = (starts + shift) % DAY
        last = first + ends - starts
        for part, (begins, stops) in PARTS_OF_DAY.items():
            if (first < stops and last > begins) or last > begins + DAY:
                touched.add(part)
    return frozenset(touched)
