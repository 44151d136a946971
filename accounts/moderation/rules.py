"""How grave a report is: what moderators see first. No clock, no database."""

from datetime import timedelta

REPORTS_A_DAY = 20
DAY = timedelta(days=1)

DANGER = 100
# Category -> gravity; what endangers somebody before what annoys.
GRAVITY = {
    "child": 90,
    "sexual": 80,
    "threat": 70,
    "advice": 60,
    "contact": 50,
    "unkind": 40,
    "spam": 20,
    "other": 10,
}


def gravity_of(category: str, *, is_urgent: bool) -> int:
    """Larger is graver; immediate danger is above every category."""
    return DANGER if is_urgent else GRAVITY[category]
