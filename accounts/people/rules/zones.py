"""Time zones people may choose."""

from collections import defaultdict
from functools import cache
from zoneinfo import available_timezones

AREAS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """IANA names by area, with the old spellings that browsers still report."""
    areas: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(available_timezones()):
        area = name.split("/")[0]
        if area in AREAS:
            areas[area].append((name, place_of(name)))
    return [("UTC", [("UTC", "UTC")]), *areas.items()]


def place_of(name: str) -> str:
    """The last words of an IANA name as people write them: "Lisbon", "Buenos Aires"."""
    return name.rpartition("/")[2].replace("_", " ")


def is_zone(name: str) -> bool:
    """True for a name of the time zone database; paths and made-up names are none."""
    return name in available_timezones()
