"""Who may write to whom: the hard constraints of policy 13.2, one function for every surface.

H7 and H8 belong to supervision, H10 to chat requests; they are judged where those live.
"""

from dataclasses import dataclass
from datetime import date

from accounts.safeguarding.rules import TEEN, may_meet

TEEN_MENTOR_FROM_AGE = 15
PENDING_PER_FREE_PLACE = 2
GROWN_UP = 18


@dataclass(frozen=True)
class Asker:
    """The listener who would write, as far as the constraints look."""

    id: str
    person: str
    band: str
    languages: frozenset[str]
    blocked: frozenset[str] = frozenset()
    do_not_rematch: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asked:
    """The mentor who would be written to. `age` is None where it is not known."""

    id: str
    person: str
    band: str
    languages: frozenset[str]
    capacity: int
    age: int | None = None
    is_cleared: bool = False
    is_active: bool = True
    is_mentor: bool = True
    accepting: bool = True
    is_paused: bool = False
    care_is_free: bool = True
    active: int = 0
    accepted: int = 0
    pending: int = 0
    blocked: frozenset[str] = frozenset()


def failing_constraints(asker: Asker, asked: Asked) -> tuple[str, ...]:
    """The codes that fail, in the order H1 to H9; empty means that the listener may write.

    Languages are compared by the part before the first hyphen, which the caller passes in.
    """
    free = asked.capacity - asked.active - asked.accepted
    checks = {
        "H1": _may_meet(asker, asked),
        "H2": asked.is_active
        and asked.is_mentor
        and asked.accepting
        and not asked.is_paused
        and asked.care_is_free,
        "H3": free > 0,
        "H4": free <= 0 or asked.pending < PENDING_PER_FREE_PLACE * free,
        "H5": asker.person != asked.person
        and asked.id not in asker.blocked
        and asker.id not in asked.blocked,
        "H6": not asker.languages.isdisjoint(asked.languages),
        "H9": asked.id not in asker.do_not_rematch,
    }
    return tuple(code for code, holds in checks.items() if not holds)


def _may_meet(asker: Asker, asked: Asked) -> bool:
    if asked.band == TEEN and asked.age is not None and asked.age < TEEN_MENTOR_FROM_AGE:
        return False
    return may_meet(
        mentor_band=asked.band, mentor_is_cleared=asked.is_cleared, listener_band=asker.band
    )


def age_of_teen(turns_adult_on: date | None, *, on: date) -> int | None:
    """The full years of a teen, from the month in which they become an adult; None if unknown."""
    if turns_adult_on is None:
        return None
    years = turns_adult_on.year - on.year
    if (turns_adult_on.month, turns_adult_on.day) > (on.month, on.day):
        years += 1
    return GROWN_UP - years
