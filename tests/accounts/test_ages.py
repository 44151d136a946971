"""From a month of birth to a band."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.rules.ages import Age, first_of_next_month, is_plausible, judge_birth_month

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("year", "month", "band", "turns"),
    [
        (2013, 2, "teen", date(2031, 3, 1)),  # thirteen since yesterday
        (2013, 3, "", None),  # thirteen next month
        (2008, 2, "adult", None),  # eighteen since yesterday
        (2008, 3, "teen", date(2026, 4, 1)),
        (2008, 12, "teen", date(2027, 1, 1)),
        (1950, 1, "adult", None),
    ],
)
def test_a_birthday_counts_from_the_first_of_the_month_after(year, month, band, turns):
    assert judge_birth_month(year=year, month=month, on=date(2026, 3, 2)) == Age(band, turns)


@given(DAYS, st.integers(0, 110), st.integers(1, 12))
def test_nobody_is_taken_for_older_than_they_are(on, years, month):
    year = on.year - years
    age = judge_birth_month(year=year, month=month, on=on)
    latest_birthday = first_of_next_month(year=year, month=month)

    if age.band:
        assert latest_birthday.replace(year=latest_birthday.year + 13) <= on
    if age.band == "adult":
        assert latest_birthday.replace(year=latest_birthday.year + 18) <= on
    if age.band == "teen":
        assert age.turns_adult_on > on
        assert judge_birth_month(year=year, month=month, on=age.turns_adult_on).band == "adult"


@pytest.mark.parametrize(
    ("year", "month", "sound"),
    [(2026, 3, True), (2026, 4, False), (2027, 1, False), (1906, 1, True), (1905, 12, False)],
)
def test_only_months_of_living_people_are_plausible(year, month, sound):
    assert is_plausible(year=year, month=month, on=date(2026, 3, 2)) is sound


@given(st.integers(-(10**30), 10**30), st.integers(-100, 100))
def test_no_number_breaks_the_check(year, month):
    assert is_plausible(year=year, month=month, on=date(2026, 3, 2)) in {True, False}
