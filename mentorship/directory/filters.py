"""The address of the directory read into a clean choice; nonsense in it counts as not chosen."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from mentorship.directory.rules import NO, PARTS_OF_DAY, YES, Choice

SORTS = {
    "fit": _("Best fit"),
    "soon": _("Here, then next to open"),
    "newest": _("Newest"),
    "name": _("Name"),
}
FLAGS = ("room", "here", "teens")
LISTS = ("topic", "track", "language", "hours")
GROUPS = (*LISTS, *FLAGS)
MOST_VALUES = 20
LONGEST_VALUE = 40
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class Search:
    """What a reader asked the directory for: words, filters by group, and a sort."""

    words: str
    choice: Choice
    sort: str

    @property
    def is_open(self) -> bool:
        """Nothing was asked for but an order."""
        return not self.words and not any(self.choice.values())


def _clean(values: list[str]) -> frozenset[str]:
    fit = [value for value in values if value and len(value) <= LONGEST_VALUE]
    return frozenset(value for value in fit[:MOST_VALUES] if value.isprintable())


def read_search(params: MultiValueDict, *, has_wants: bool) -> Search:
    """Read the query string; the sort falls back to the best fit, or to who opens soonest."""
    words = "".join(c if c.isprintable() else " " for c in (params.get("q") or ""))[:LONGEST_SEARCH]
    choice = {group: _clean(params.getlist(group)) for group in LISTS}
    choice["hours"] &= frozenset(PARTS_OF_DAY)
    choice |= {flag: YES if params.get(flag) == "yes" else frozenset() for flag in FLAGS}
    sort = params.get("sort", "")
    fallback = "fit" if has_wants else "soon"
    return Search(words=words.strip(), choice=choice, sort=sort if sort in SORTS else fallback)


def address(search: Search, *, without: tuple[str, str] | None = None) -> str:
    """The query string of a search, one value left out if `without` names group and value."""
    query: dict[str, list[str]] = {"q": [search.words] if search.words else []}
    for group, values in search.choice.items():
        query[group] = [value for value in sorted(values) if (group, value) != without]
    return f"?{urlencode({**query, 'sort': [search.sort]}, doseq=True)}"


def without_groups(search: Search, groups: Collection[str]) -> str:
    """The query string of a search after whole groups were let go of; "q" is the words."""
    kept = {group: NO if group in groups else chosen for group, chosen in search.choice.items()}
    return address(Search("" if "q" in groups else search.words, kept, search.sort))
