"""A mentor's coming week on the clock of whoever looks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mentorship.profiles.rules.openings import (
    DaysOff,
    Opening,
    Window,
    instant,
    joined,
    stretches,
)

WEEK = 7
PARTS_OF_DAY = {"night": (0, 6), "morning": (6, 12), "afternoon": (12, 18), "evening": (18, 24)}


@dataclass(frozen=True)
class Day:
    """One day of the viewer, with the stretches that touch it, cut at its midnights."""

    on: date
    openings: tuple[Opening, ...]


def week_of(
    windows: Sequence[Window],
    leaves: Sequence[DaysOff],
    *,
    zone: ZoneInfo,
    viewer_zone: ZoneInfo,
    at: datetime,
) -> tuple[Day, ...]:
    """Seven days from the viewer's today, each with the mentor's hours on the viewer's clock."""
    today = at.astimezone(viewer_zone).date()
    first = at.astimezone(zone).date() - timedelta(days=2)
    ahead = list(joined(stretches(windows, leaves, zone, first, WEEK + 5)))
    return tuple(
        Day(on=day, openings=tuple(_on(day, ahead, viewer_zone)))
        for day in (today + timedelta(days=count) for count in range(WEEK))
    )


def _on(day: date, openings: Iterable[Opening], zone: ZoneInfo) -> Iterable[Opening]:
    begins, ends = instant(day, 0, zone), instant(day, 1440, zone)
    for opening in openings:
        if opening.starts_at < ends and opening.ends_at > begins:
            yield Opening(max(opening.starts_at, begins), min(opening.ends_at, ends))


def parts_of_day(
    windows: Sequence[Window], *, zone: ZoneInfo, viewer_zone: ZoneInfo, at: datetime
) -> frozenset[str]:
    """Which parts of the viewer's day (keys of PARTS_OF_DAY) the weekly hours touch.

    Leave does not count: this is about the usual week.
    """
    found: set[str] = set()
    days = week_of(windows, (), zone=zone, viewer_zone=viewer_zone, at=at)
    for day in days:
        for part, (first, last) in PARTS_OF_DAY.items():
            begins = instant(day.on, first * 60, viewer_zone)
            ends = instant(day.on, last * 60, viewer_zone)
            if any(o.starts_at < ends and o.ends_at > begins for o in day.openings):
                found.add(part)
    return frozenset(found)


def offset_of(zone: ZoneInfo, *, at: datetime) -> str:
    """How the zone's clock differs from UTC now: "UTC+5:30", "UTC-3", "UTC+0"."""
    offset = at.astimezone(UTC).astimezone(zone).utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
