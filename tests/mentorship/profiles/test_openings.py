"""When a mentor opens next: weekly hours as instants, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.profiles.rules.openings import (
    DaysOff,
    Opening,
    Window,
    instant,
    next_opening,
)
from mentorship.profiles.rules.week import Away, away_of, offset_of, week_of

BERLIN = ZoneInfo("Europe/Berlin")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
APIA = ZoneInfo("Pacific/Apia")
ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Berlin",
        "America/Sao_Paulo",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "America/New_York",
        "Pacific/Apia",
        "Africa/Casablanca",
    )
]
MONDAY = 0


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def window(weekday, starts, ends):
    def minutes(text):
        hours, rest = text.split(":")
        return int(hours) * 60 + int(rest)

    return Window(weekday, minutes(starts), minutes(ends))


def opening(starts, ends):
    return Opening(moment(starts), moment(ends))


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T11:00", opening("2026-03-02T17:00", "2026-03-02T19:00")),
        ("2026-03-02T17:00", opening("2026-03-02T17:00", "2026-03-02T19:00")),
        ("2026-03-02T18:59", opening("2026-03-02T17:00", "2026-03-02T19:00")),
        ("2026-03-02T19:00", opening("2026-03-09T17:00", "2026-03-09T19:00")),
    ],
    ids=["before", "at the start", "inside", "at the end"],
)
def test_the_window_that_runs_counts_until_its_end(at, expected):
    hours = [window(MONDAY, "18:00", "20:00")]

    assert next_opening(hours, [], BERLIN, moment(at)) == expected


def test_without_hours_there_is_no_opening():
    assert next_opening([], [], BERLIN, moment("2026-03-02T11:00")) is None


def test_the_same_hour_moves_in_utc_when_the_clock_changes():
    hours = [window(6, "18:00", "19:00")]

    before = next_opening(hours, [], BERLIN, moment("2026-03-20T00:00"))
    after = next_opening(hours, [], BERLIN, moment("2026-03-27T00:00"))

    assert before == opening("2026-03-22T17:00", "2026-03-22T18:00")
    assert after == opening("2026-03-29T16:00", "2026-03-29T17:00")


def test_an_hour_that_the_clock_skips_does_not_open():
    hours = [window(6, "02:10", "02:50")]

    assert next_opening(hours, [], BERLIN, moment("2026-03-28T12:00")) == opening(
        "2026-04-05T00:10", "2026-04-05T00:50"
    )


def test_a_window_that_begins_in_a_skipped_hour_begins_when_the_clock_jumps():
    hours = [window(6, "02:30", "03:15")]

    assert next_opening(hours, [], BERLIN, moment("2026-03-28T12:00")) == opening(
        "2026-03-29T01:00", "2026-03-29T01:15"
    )


def test_an_hour_that_the_clock_repeats_opens_once():
    hours = [window(6, "02:15", "02:45")]

    assert next_opening(hours, [], BERLIN, moment("2026-10-25T00:00")) == opening(
        "2026-10-25T00:15", "2026-10-25T00:45"
    )
    assert next_opening(hours, [], BERLIN, moment("2026-10-25T01:20")).starts_at == moment(
        "2026-11-01T01:15"
    )


def test_a_day_that_a_zone_left_out_has_no_hours():
    # Samoa went from Thursday 29 to Saturday 31 December 2011.
    hours = [window(4, "10:00", "11:00")]

    found = next_opening(hours, [], APIA, moment("2011-12-29T12:00"))

    assert found.starts_at.astimezone(APIA).date() == date(2012, 1, 6)


def test_zones_of_odd_minutes_keep_them():
    hours = [window(MONDAY, "10:00", "11:00")]

    assert next_opening(hours, [], KATHMANDU, moment("2026-03-01T12:00")) == opening(
        "2026-03-02T04:15", "2026-03-02T05:15"
    )


def test_hours_that_go_on_after_midnight_are_one_opening():
    hours = [window(MONDAY, "22:00", "24:00"), window(1, "00:00", "02:00")]

    assert next_opening(hours, [], BERLIN, moment("2026-03-02T23:30")) == opening(
        "2026-03-02T21:00", "2026-03-03T01:00"
    )


def test_days_of_leave_are_left_out_first_and_last_included():
    hours = [window(day, "18:00", "19:00") for day in range(7)]
    leave = [DaysOff(date(2026, 3, 2), date(2026, 3, 4))]

    assert next_opening(hours, leave, BERLIN, moment("2026-03-02T11:00")) == opening(
        "2026-03-05T17:00", "2026-03-05T18:00"
    )


def test_a_leave_of_more_than_a_year_has_no_opening_yet():
    hours = [window(MONDAY, "18:00", "19:00")]
    leave = [DaysOff(date(2026, 1, 1), date(2027, 12, 31))]

    assert next_opening(hours, leave, BERLIN, moment("2026-03-02T11:00")) is None


def test_somebody_who_is_always_there_is_open_now():
    hours = [Window(day, 0, 1440) for day in range(7)]
    at = moment("2026-03-04T11:00")

    found = next_opening(hours, [], BERLIN, at)

    assert found.starts_at <= at < found.ends_at


windows = st.lists(
    st.builds(
        lambda day, starts, length: Window(day, starts, min(1440, starts + length)),
        st.integers(0, 6),
        st.integers(0, 1439),
        st.integers(1, 600),
    ),
    min_size=1,
    max_size=6,
)
instants = st.datetimes(datetime(2011, 12, 1), datetime(2027, 12, 31), timezones=st.just(UTC)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@settings(deadline=None, max_examples=150)
@given(windows, st.sampled_from(ZONES), instants)
def test_an_opening_lies_ahead_and_begins_when_the_wall_clock_says_so(hours, zone, at):
    found = next_opening(hours, [], zone, at)

    assert found.starts_at < found.ends_at
    assert found.ends_at > at
    assert found.starts_at - at < timedelta(days=15)
    last_minute = (found.ends_at - timedelta(minutes=1)).astimezone(zone)
    minute = last_minute.hour * 60 + last_minute.minute
    begins = found.starts_at.astimezone(zone)
    starts = {(w.weekday, w.starts) for w in hours}
    skipped = instant(begins.date(), begins.hour * 60 + begins.minute, zone) == found.starts_at
    assert (begins.weekday(), begins.hour * 60 + begins.minute) in starts or skipped
    assert any(w.weekday == last_minute.weekday() and minute < w.ends for w in hours) or (
        last_minute.fold == 1
    )


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(ZONES), st.dates(date(2011, 12, 1), date(2027, 12, 31)))
def test_the_minutes_of_a_day_never_run_backwards(zone, day):
    shown = [instant(day, minute, zone) for minute in range(0, 1441, 15)]

    assert shown == sorted(shown)


def test_the_week_is_told_on_the_viewers_clock_and_cut_at_their_midnights():
    hours = [window(MONDAY, "22:00", "24:00")]

    days = week_of(
        hours,
        [],
        zone=ZoneInfo("America/Sao_Paulo"),
        viewer_zone=ZoneInfo("Asia/Kolkata"),
        at=moment("2026-03-02T12:00"),
    )

    assert [(day.on.isoformat(), day.openings) for day in days if day.openings] == [
        ("2026-03-03", (opening("2026-03-03T01:00", "2026-03-03T03:00"),))
    ]
    assert len(days) == 7


def test_the_week_cuts_what_crosses_the_viewers_midnight():
    hours = [window(MONDAY, "23:00", "24:00"), window(1, "00:00", "01:00")]

    days = week_of(hours, [], zone=BERLIN, viewer_zone=BERLIN, at=moment("2026-03-02T12:00"))

    assert [day.openings for day in days][:2] == [
        (opening("2026-03-02T22:00", "2026-03-02T23:00"),),
        (opening("2026-03-02T23:00", "2026-03-03T00:00"),),
    ]


def test_leave_empties_its_days_of_the_week():
    hours = [window(day, "18:00", "19:00") for day in range(7)]
    leave = [DaysOff(date(2026, 3, 3), date(2026, 3, 8))]

    days = week_of(hours, leave, zone=BERLIN, viewer_zone=BERLIN, at=moment("2026-03-02T12:00"))

    assert [len(day.openings) for day in days] == [1, 0, 0, 0, 0, 0, 0]


def test_leave_is_whole_days_for_a_viewer_whose_days_are_the_mentors():
    leave = DaysOff(date(2026, 3, 28), date(2026, 3, 29))

    away = away_of(leave, zone=BERLIN, viewer_zone=ZoneInfo("Europe/Paris"))

    assert away == Away(
        moment("2026-03-27T23:00"), moment("2026-03-29T22:00"), leave.first, leave.last
    )


def test_leave_is_told_by_the_clock_to_a_viewer_in_another_zone():
    leave = DaysOff(date(2026, 3, 28), date(2026, 3, 29))

    away = away_of(leave, zone=BERLIN, viewer_zone=ZoneInfo("Asia/Tokyo"))

    assert away == Away(moment("2026-03-27T23:00"), moment("2026-03-29T22:00"))


def test_a_day_whose_midnight_is_skipped_is_a_whole_day_still():
    cairo = ZoneInfo("Africa/Cairo")  # 24 April 2026 begins at 01:00 there
    day = date(2026, 4, 24)

    away = away_of(DaysOff(day, day), zone=cairo, viewer_zone=cairo)

    assert (away.first, away.last) == (day, day)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("UTC", "UTC+0"), ("Asia/Kolkata", "UTC+5:30"), ("America/St_Johns", "UTC-3:30")],
)
def test_the_offset_of_a_zone_is_told_with_its_minutes(name, shown):
    assert offset_of(ZoneInfo(name), at=moment("2026-03-02T12:00")) == shown
