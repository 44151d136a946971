"""The order of the live list is fair and the same for everybody (policy 13.1)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.queue.rules import Group, Standing, group_of, in_order, order_key
from tests.conftest import NOW
from tests.vectors import cases

DAY = date(2026, 3, 2)
HERE = Standing(mentor_id="a", window_open=True, seen_ago=timedelta(seconds=300), accepting=True)


def minutes(number):
    return None if number is None else timedelta(minutes=number)


def standing_of(row):
    seen, served = row["seen_age_s"], row["last_served_at"]
    return Standing(
        mentor_id=row["id"],
        window_open=row["window_open"],
        seen_ago=None if seen is None else timedelta(seconds=seen),
        accepting=row["accepting"],
        next_opening_within=minutes(row["next_opening_minutes"]),
        in_session=row["in_session"],
        last_served_at=datetime.fromisoformat(served) if served else None,
        served_today=row["sessions_today"],
    )


@pytest.mark.vectors
@pytest.mark.parametrize("case", cases("ranking", kind="queue"), ids=lambda case: case["id"])
def test_the_order_is_that_of_the_vectors(case):
    ordered = in_order(
        [standing_of(row) for row in case["given"]["mentors"]],
        day=date.fromisoformat(case["given"]["day"]),
        seen_within=timedelta(seconds=case["settings"]["seen_s"]),
        soon_within=minutes(case["settings"]["soon_minutes"]),
    )

    assert [standing.mentor_id for standing, _ in ordered] == case["expect"]["order"]
    assert {standing.mentor_id: int(group) for standing, group in ordered} == case["expect"][
        "groups"
    ]


def test_a_device_seen_300_seconds_ago_is_here_and_one_second_later_reachable():
    assert group_of(HERE) is Group.HERE
    assert group_of(replace(HERE, seen_ago=timedelta(seconds=301))) is Group.REACHABLE
    assert group_of(replace(HERE, seen_ago=None)) is Group.REACHABLE


def test_an_opening_in_60_minutes_is_soon_and_one_minute_later_is_not():
    later = replace(HERE, window_open=False)

    assert group_of(replace(later, next_opening_within=minutes(60))) is Group.SOON
    assert group_of(replace(later, next_opening_within=minutes(61))) is Group.ACCEPTING


def test_somebody_who_does_not_accept_and_has_no_window_is_not_listed():
    assert group_of(replace(HERE, window_open=False, accepting=False)) is None


def test_who_was_never_served_comes_first_then_who_was_served_longest_ago():
    never = replace(HERE, mentor_id="never")
    long_ago = replace(HERE, mentor_id="long-ago", last_served_at=NOW - timedelta(days=9))
    just_now = replace(HERE, mentor_id="just-now", last_served_at=NOW)

    ordered = in_order([just_now, long_ago, never], day=DAY)

    assert [standing for standing, _ in ordered] == [never, long_ago, just_now]


def test_a_tie_is_broken_differently_on_another_day():
    twins = [replace(HERE, mentor_id=str(number)) for number in range(6)]

    orders = {
        tuple(standing.mentor_id for standing, _ in in_order(twins, day=DAY + timedelta(days=n)))
        for n in range(4)
    }

    assert len(orders) == 4


standings = st.builds(
    Standing,
    mentor_id=st.uuids().map(str),
    window_open=st.booleans(),
    seen_ago=st.none() | st.timedeltas(timedelta(0), timedelta(hours=2)),
    accepting=st.booleans(),
    next_opening_within=st.none() | st.timedeltas(timedelta(0), timedelta(days=7)),
    last_served_at=st.none()
    | st.timedeltas(timedelta(0), timedelta(days=400)).map(lambda ago: NOW - ago),
    served_today=st.integers(0, 50),
)


@given(st.lists(standings, unique_by=lambda standing: standing.mentor_id), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_the_rows(rows, random):
    shuffled = random.sample(rows, len(rows))

    assert in_order(shuffled, day=DAY) == in_order(rows, day=DAY)


@given(st.lists(standings, min_size=1, unique_by=lambda standing: standing.mentor_id))
def test_a_row_inserted_by_its_own_key_stands_where_the_full_order_has_it(rows):
    ordered = in_order(rows, day=DAY)
    keys = [order_key(group, standing, day=DAY) for standing, group in ordered]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
