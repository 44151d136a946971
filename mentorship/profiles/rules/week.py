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


@dataclass(frozen=True)
class Away:
    """Leave as the viewer reads it: `first` and `last` where it is whole days of theirs."""

    starts_at: datetime
    ends_at: datetime
    first: date | None = None
    last: date | None = None


def away_of(leave: DaysOff, *, zone: ZoneInfo, viewer_zone: ZoneInfo) -> Away:
    """Days off of the mentor's calendar on the viewer's clock."""
    starts_at, ends_at = instant(leave.first, 0, zone), instant(leave.last, 1440, zone)
    first, after = (moment.astimezone(viewer_zone).date() for moment in (starts_at, ends_at))
    if (starts_at, ends_at) != (instant(first, 0, viewer_zone), instant(after, 0, viewer_zone)):
        return Away(starts_at, ends_at)
    return Away(starts_at, ends_at, first, after - timedelta(days=1))


def offset_of(zone: ZoneInfo, *, at: datetime) -> str:
    """How the zone's clock differs from UTC now: "UTC+5:30", "UTC-3", "UTC+0"."""
    offset = at.astimezone(UTC).astimezone(zone).utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
