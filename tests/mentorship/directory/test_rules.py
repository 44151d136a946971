"""Parts of a reader's day by the UTC clock, and the fewest filters to let go of."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from mentorship.directory.rules import PARTS_OF_DAY, fewest_to_let_go, part_by_utc
from mentorship.profiles.rules.openings import by_utc


def test_a_part_of_the_day_is_told_on_the_readers_clock():
    assert part_by_utc("morning", offset=0) == (360, 720)
    assert part_by_utc("morning", offset=9 * 60) == (21 * 60, 27 * 60)
    assert part_by_utc("evening", offset=-5 * 60) == (23 * 60, 29 * 60)


@given(st.sampled_from(sorted(PARTS_OF_DAY)), st.integers(-840, 840))
def test_a_part_is_six_hours_that_begin_within_the_utc_day(part, offset):
    first, last = part_by_utc(part, offset=offset)

    assert 0 <= first < 1440
    assert last - first == 360
    assert (first + offset) % 1440 == PARTS_OF_DAY[part][0]


def test_a_window_is_told_by_utc_as_the_clocks_stand():
    berlin = ZoneInfo("Europe/Berlin")
    winter, summer = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)

    assert by_utc(30, 120, berlin, winter) == (1410, 1500)
    assert by_utc(18 * 60, 1440, berlin, summer) == (16 * 60, 22 * 60)


def test_the_filter_to_let_go_of_is_the_one_that_gives_most():
    missed = {("room",): 2, ("topic",): 1, ("room", "topic"): 9}

    assert fewest_to_let_go(missed) == (("room",), 2)


def test_where_no_single_filter_helps_the_fewest_together_are_named():
    missed = {("room", "topic"): 3, ("here", "room", "topic"): 8}

    assert fewest_to_let_go(missed) == (("room", "topic"), 3)


def test_of_filters_that_give_as_much_the_first_by_name_is_named():
    assert fewest_to_let_go({("topic",): 2, ("here",): 2}) == (("here",), 2)


def test_nothing_is_let_go_of_where_nobody_is():
    assert fewest_to_let_go({}) is None
