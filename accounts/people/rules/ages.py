"""From a month of birth to a band. The month itself is never stored (policy 12)."""

from dataclasses import dataclass
from datetime import date

MIN_AGE = 13
ADULT_AGE = 18
OLDEST = 120


@dataclass(frozen=True)
class Age:
    """What follows from a month of birth: the band, and when a teen becomes an adult.

    `band` is "teen", "adult", or empty for somebody too young to be here.
    """

    band: str
    turns_adult_on: date | None


def first_of_next_month(*, year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def is_plausible(*, year: int, month: int, on: date) -> bool:
    """True for a month that lies behind us and within a human life."""
    return 1 <= month <= 12 and on.year - OLDEST <= year and (year, month) <= (on.year, on.month)


def judge_birth_month(*, year: int, month: int, on: date) -> Age:
    """The age of somebody born in this month, as it holds on the day `on`.

    The day is not known, so that each birthday counts from the first of the
    month after it: nobody is taken for older than they are.
    """
    born_by = first_of_next_month(year=year, month=month)
    if on < born_by.replace(year=born_by.year + MIN_AGE):
        return Age(band="", turns_adult_on=None)
    adult_on = born_by.replace(year=born_by.year + ADULT_AGE)
    if on < adult_on:
        return Age(band="teen", turns_adult_on=adult_on)
    return Age(band="adult", turns_adult_on=None)
