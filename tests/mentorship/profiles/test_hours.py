"""Weekly hours and leave, as the mentor declares them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.models import Leave, MentorProfile, WeeklyHours
from mentorship.profiles.errors import (
    HoursAreEmpty,
    HoursOverlap,
    LeaveEndsBeforeStart,
    LeaveIsOver,
    LeaveOverlaps,
    LeaveTooFar,
    TooManyHours,
)
from mentorship.profiles.operations import (
    add_hours,
    add_leave,
    remove_hours,
    remove_leave,
)
from tests.conftest import NOW
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db
HOURS = reverse("profiles:hours")
TODAY = NOW.date()


@pytest.fixture
def mentor():
    return MentorProfileFactory()


@pytest.fixture
def desk(sign_in, mentor):
    return sign_in(mentor.user)


def fresh(mentor):
    return MentorProfile.objects.get(pk=mentor.pk)


def add(mentor, weekday=0, starts=600, ends=660):
    return add_hours(mentor=mentor, weekday=weekday, starts=starts, ends=ends, at=NOW)


def away(mentor, first, last):
    return add_leave(
        mentor=mentor,
        starts_on=TODAY + timedelta(days=first),
        ends_on=TODAY + timedelta(days=last),
        today=TODAY,
        at=NOW,
    )


def windows(mentor):
    return [(row.weekday, row.starts, row.ends) for row in mentor.weekly_hours.all()]


def test_hours_show_in_the_next_opening_at_once(mentor):
    add(mentor, weekday=0, starts=18 * 60, ends=1440)

    assert windows(mentor) == [(0, 1080, 1440)]
    assert fresh(mentor).opens_at == NOW.replace(hour=18)


def test_hours_that_go_on_after_midnight_become_two(mentor):
    add(mentor, weekday=6, starts=1320, ends=120)

    assert windows(mentor) == [(0, 0, 120), (6, 1320, 1440)]


@pytest.mark.parametrize(("starts", "ends"), [(600, 600), (0, 0), (-1, 60), (600, 1441)])
def test_hours_without_a_length_or_outside_the_day_are_refused(mentor, starts, ends):
    with pytest.raises(HoursAreEmpty):
        add(mentor, starts=starts, ends=ends)

    assert windows(mentor) == []


@pytest.mark.parametrize(
    ("starts", "ends"), [(630, 700), (590, 610), (600, 660), (0, 1440), (620, 630)]
)
def test_hours_over_others_are_refused(mentor, starts, ends):
    add(mentor)

    with pytest.raises(HoursOverlap):
        add(mentor, starts=starts, ends=ends)

    assert windows(mentor) == [(0, 600, 660)]


@pytest.mark.parametrize(("starts", "ends"), [(660, 700), (540, 600)])
def test_hours_beside_others_are_fine(mentor, starts, ends):
    add(mentor)

    add(mentor, starts=starts, ends=ends)

    assert len(windows(mentor)) == 2


def test_there_is_an_end_to_hours(mentor):
    WeeklyHours.objects.bulk_create(
        WeeklyHours(profile=mentor, weekday=n % 7, starts=n * 10, ends=n * 10 + 5)
        for n in range(42)
    )

    with pytest.raises(TooManyHours):
        add(mentor, starts=1000, ends=1010)


def test_removing_hours_takes_their_opening_away(mentor):
    add(mentor)

    remove_hours(mentor=mentor, hours=mentor.weekly_hours.get(), at=NOW)

    assert windows(mentor) == []
    assert fresh(mentor).opens_at is None


def test_leave_moves_the_next_opening_and_calling_it_off_moves_it_back(mentor):
    add(mentor, starts=18 * 60, ends=19 * 60)

    leave = away(mentor, 0, 7)
    assert fresh(mentor).opens_at.date() == TODAY + timedelta(days=14)
    remove_leave(mentor=mentor, leave=leave, at=NOW)
    assert fresh(mentor).opens_at.date() == TODAY


@pytest.mark.parametrize(
    ("first", "last", "refusal"),
    [
        (3, 2, LeaveEndsBeforeStart),
        (-3, -1, LeaveIsOver),
        (5, 6, LeaveOverlaps),
        (0, 5, LeaveOverlaps),
        (7, 9, LeaveOverlaps),
        (3, 733, LeaveTooFar),
        (-733, 3, LeaveTooFar),
    ],
)
def test_leave_that_cannot_be_is_refused(mentor, first, last, refusal):
    away(mentor, 5, 7)

    with pytest.raises(refusal):
        away(mentor, first, last)

    assert mentor.leaves.count() == 1


def test_leave_of_today_alone_is_fine(mentor):
    away(mentor, 0, 0)

    assert mentor.leaves.get().ends_on == TODAY


def test_there_is_an_end_to_leave(mentor):
    Leave.objects.bulk_create(
        Leave(profile=mentor, starts_on=day, ends_on=day)
        for day in (TODAY + timedelta(days=2 * n) for n in range(20))
    )

    with pytest.raises(TooManyHours):
        away(mentor, 101, 101)


def test_the_page_shows_what_was_declared_on_the_mentors_own_clock(sign_in):
    mentor = MentorProfileFactory(user__time_zone="Asia/Kolkata")
    add(mentor, starts=630, ends=1440)

    page = sign_in(mentor.user).get(HOURS).content.decode()

    assert "Kolkata, UTC+5:30" in page
    assert "Monday, 10:30 to 24:00" in page


def test_hours_are_added_by_a_form(desk, mentor):
    response = desk.post(HOURS, {"weekday": "2", "starts": "22:00", "ends": "00:00"})

    assert response.url == HOURS
    assert windows(mentor) == [(2, 1320, 1440)]


@pytest.mark.parametrize(
    "typed",
    [
        {"weekday": "2", "starts": "10:00", "ends": "10:00"},
        {"weekday": "7", "starts": "10:00", "ends": "11:00"},
        {"weekday": "2", "starts": "", "ends": "11:00"},
        {"weekday": "2", "starts": "25:00", "ends": "26:00"},
    ],
)
def test_refused_hours_keep_what_was_typed(desk, mentor, typed):
    response = desk.post(HOURS, typed)

    assert response.status_code == 422
    assert f'value="{typed["ends"]}"' in response.content.decode()
    assert windows(mentor) == []


def test_leave_is_added_and_refused_by_a_form(desk, mentor):
    today = timezone.now().date()
    url = reverse("profiles:add-leave")

    assert desk.post(url, {"starts_on": today, "ends_on": today}).url == HOURS
    refused = desk.post(url, {"starts_on": today, "ends_on": date(2000, 1, 1)})

    assert refused.status_code == 422
    assert str(LeaveEndsBeforeStart.message) in refused.content.decode()
    assert mentor.leaves.count() == 1


def test_rows_are_removed_by_their_owner_alone(desk, mentor, sign_in):
    add(mentor)
    leave = away(mentor, 1, 2)
    hours = reverse("profiles:remove-hours", args=[mentor.weekly_hours.get().pk])
    days = reverse("profiles:remove-leave", args=[leave.pk])
    other = sign_in(MentorProfileFactory().user)

    assert [other.post(url).status_code for url in (hours, days)] == [404, 404]
    assert [desk.get(url).status_code for url in (hours, days)] == [405, 405]
    assert [desk.post(url).status_code for url in (hours, days)] == [302, 302]
    assert (mentor.weekly_hours.count(), mentor.leaves.count()) == (0, 0)
