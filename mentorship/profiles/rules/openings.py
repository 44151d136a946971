"""Weekly hours as instants: when a mentor opens next, whatever their clock does.

Hours are wall-clock minutes of a weekday in the mentor's zone. An hour that a clock change
skips does not exist; one that it repeats is open at its first pass.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

LOOK_AHEAD = 400  # days; a leave that is longer has no next opening yet
LONGEST_JOINED = timedelta(days=7)
MINUTE = timedelta(minutes=1)
DAY = 1440


@dataclass(frozen=True, order=True)
class Window:
    """A weekday (0 is Monday) and minutes of that day; 1440 ends it."""

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True)
class DaysOff:
    """Days on which nothing opens, first and last included, in the mentor's zone."""

    first: date
    last: date


@dataclass(frozen=True)
class Opening:
    """A stretch of time in UTC in which a mentor is usually there."""

    starts_at: datetime
    ends_at: datetime


def overlaps(one: Window, other: Window) -> bool:
    """True when two windows share a minute of the week."""
    return one.weekday == other.weekday and one.starts < other.ends and other.starts < one.ends


def split_at_midnight(window: Window) -> tuple[Window, ...]:
    """A window that ends before it starts goes on after midnight: two windows then."""
    if window.starts < window.ends:
        return (window,)
    first = Window(window.weekday, window.starts, DAY)
    if window.ends == 0:
        return (first,)
    return (first, Window((window.weekday + 1) % 7, 0, window.ends))


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the wall clock of `zone` first shows this minute of the day.

    A minute that the clock skips is the instant at which it jumps.
    """
    wall = datetime.combine(day, time.min) + minute * MINUTE
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    later_offset = moment.astimezone(zone).utcoffset()
    skipped = (moment - after) // MINUTE
    return after + MINUTE * bisect_left(
        range(skipped),
        True,
        key=lambda minutes: (after + minutes * MINUTE).astimezone(zone).utcoffset() == later_offset,
    )


def stretches(
    windows: Sequence[Window], leaves: Sequence[DaysOff], zone: ZoneInfo, first: date, days: int
) -> Iterator[Opening]:
    """Every window of `days` local days from `first` on, in order, leave left out."""
    ordered = sorted(windows)
    for day in (first + timedelta(days=ahead) for ahead in range(days)):
        if any(leave.first <= day <= leave.last for leave in leaves):
            continue
        for window in ordered:
            if window.weekday == day.weekday():
                opening = Opening(
                    instant(day, window.starts, zone), instant(day, window.ends, zone)
                )
                if opening.starts_at < opening.ends_at:
                    yield opening


def joined(openings: Iterable[Opening]) -> Iterator[Opening]:
    """Stretches that touch become one, such as hours that go on after midnight."""
    current: Opening | None = None
    for opening in openings:
        if current is None:
            current = opening
        elif (
            opening.starts_at <= current.ends_at
            and current.ends_at - current.starts_at < LONGEST_JOINED
        ):
            current = Opening(current.starts_at, max(current.ends_at, opening.ends_at))
        else:
            yield current
            current = opening
    if current is not None:
        yield current


def next_opening(
    windows: Sequence[Window], leaves: Sequence[DaysOff], zone: ZoneInfo, at: datetime
) -> Opening | None:
    """The stretch that is running at `at`, else the next one; None without any within a year."""
    if not windows:
        return None
    yesterday = at.astimezone(zone).date() - timedelta(days=1)
    ahead = joined(stretches(windows, leaves, zone, yesterday, LOOK_AHEAD))
    return next((opening for opening in ahead if opening.ends_at > at), None)


def by_utc(starts: int, ends: int, zone: tzinfo, at: datetime) -> tuple[int, int]:
    """A window in minutes of the zone's day, by the UTC clock as it stands at `at`.

    The start is from 0 to 1439, the end follows it by the same length.
    """
    offset = at.astimezone(zone).utcoffset() or timedelta(0)
    first = (starts - round(offset / MINUTE)) % DAY
    return first, first + ends - starts
