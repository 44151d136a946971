"""The filters beside the list: every value in reach, with how many mentors it would leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from mentorship.directory.filters import FLAGS, GROUPS, LISTS, Search
from mentorship.directory.querysets import Counts
from mentorship.directory.rules import PARTS_OF_DAY, YES

TOPICS_IN_VIEW = 8
NOTHING: Counter[str] = Counter()


@dataclass(frozen=True)
class Option:
    """One value of a group of filters, with how many mentors it would leave."""

    group: str
    value: str
    words: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of filters: the options in view, and those folded away."""

    group: str
    words: str
    options: Sequence[Option]
    folded: Sequence[Option] = ()


def _words_of(group: str, value: str, names: Mapping[str, Mapping[str, str]]) -> str:
    if group in names:
        return names[group].get(value, value)
    if group == "language":
        try:
            return str(get_language_info(value)["name_translated"]).capitalize()
        except KeyError:
            return value
    return {
        "morning": _("My mornings"),
        "afternoon": _("My afternoons"),
        "evening": _("My evenings"),
        "night": _("My nights"),
        "room": _("Has room"),
        "here": _("Here now"),
        "teens": _("Talks with teens"),
    }[value if group == "hours" else group]


def _headings() -> dict[str, str]:
    return {
        "topic": _("Can help with"),
        "track": _("Track"),
        "language": _("Language"),
        "hours": _("Awake when you are"),
        "now": _("Right now"),
    }


def _rank(option: Option, wanted: Sequence[str]) -> tuple[bool, bool, int, str]:
    return (not option.chosen, option.value not in wanted, -option.count, option.words)


def options_of(
    everybody: Counts, found: Counts, search: Search, wanted: Sequence[str]
) -> dict[str, list[Option]]:
    """The values of each group: chosen first, then what the reader wants, then the most.

    `everybody` tells which values there are at all, `found` how many each would leave; the
    list itself does not change with the choice, so that a refresh finds every count it brings.
    """
    options: dict[str, list[Option]] = {}
    for group in GROUPS:
        chosen, counts = search.choice[group], found.values.get(group, NOTHING)
        known = YES if group in FLAGS else {*everybody.values.get(group, ()), *chosen}
        listed = [
            Option(
                group,
                value,
                _words_of(group, value, everybody.names),
                counts[value],
                value in chosen,
            )
            for value in known
        ]
        options[group] = sorted(listed, key=lambda option: _rank(option, wanted))
    parts = list(PARTS_OF_DAY)
    options["hours"].sort(key=lambda option: parts.index(option.value))
    return options


def facets_of(options: dict[str, list[Option]]) -> list[Facet]:
    """The groups as shown; what is true right now leads, long groups are folded."""
    headings = _headings()
    now = [option for flag in FLAGS for option in options[flag]]
    listed = [Facet("now", headings["now"], now)]
    for group in LISTS:
        in_view, folded = options[group][:TOPICS_IN_VIEW], options[group][TOPICS_IN_VIEW:]
        if in_view:
            listed.append(Facet(group, headings[group], in_view, folded))
    return listed
