"""Where a mentor stands for whoever looks: here, reachable, soon or away (policy 13.1)."""

from datetime import datetime, timedelta
from typing import Protocol

SEEN_WITHIN = timedelta(seconds=300)
USUAL = timedelta(minutes=60)
LONGEST = timedelta(minutes=480)
HERE, REACHABLE, AWAY = "here", "reach", "away"


class Present(Protocol):
    """What presence asks of a mentor."""

    accepting: bool
    here_until: datetime | None
    seen_at: datetime | None


def presence_of(mentor: Present, *, is_awake: bool, at: datetime) -> str:
    """HERE while a window runs and a device was seen within 300 s, REACHABLE in the rest of it.

    Somebody dormant or not accepting is AWAY whatever their window says.
    """
    if not is_awake or not mentor.accepting or not mentor.here_until or mentor.here_until <= at:
        return AWAY
    if mentor.seen_at and mentor.seen_at >= at - SEEN_WITHIN:
        return HERE
    return REACHABLE


def extended_end(here_until: datetime | None, *, at: datetime, by: timedelta = USUAL) -> datetime:
    """When a window ends after one more tap: `by` after its present end, or from now where that
    has passed; at most LONGEST from now.
    """
    return min(max(here_until or at, at) + by, at + LONGEST)
