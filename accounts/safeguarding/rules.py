"""Who may meet whom: policy 12 as pure decisions."""

from datetime import date

TEEN = "teen"
ADULT = "adult"


def may_meet(*, mentor_band: str, mentor_is_cleared: bool, listener_band: str) -> bool:
    """Say whether this mentor may talk with this listener (table of policy 12).

    A teen mentor meets teens only; an adult meets adults, and teens only while
    a clearance is in force. Both bands are "teen" or "adult".
    """
    if mentor_band == TEEN:
        return listener_band == TEEN
    return listener_band == ADULT or mentor_is_cleared


def last_clearance_day(today: date) -> date:
    """The latest last day of a clearance granted today: 12 months ahead (policy 12)."""
    try:
        return today.replace(year=today.year + 1)
    except ValueError:  # 29 February
        return today.replace(year=today.year + 1, day=28)
