"""What lists show of a mentor: the next opening, and the words they are found by."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.people.operations import (
    choose_languages,
    choose_time_zone,
    edit_profile,
    roll_over,
)
from config.live.publish import version
from mentorship.models import Leave, MentorProfile, Situation, WeeklyHours
from mentorship.profiles import tasks
from mentorship.profiles.operations import (
    announce_openings,
    refresh_openings,
    refresh_search_text,
)
from tests.conftest import NOW
from tests.factories.mentorship import (
    MentorProfileFactory,
    TopicStrengthFactory,
    TrackFactory,
)

pytestmark = pytest.mark.django_db


def fresh(mentor):
    return MentorProfile.objects.get(pk=mentor.pk)


def with_hours(weekday=0, starts=18 * 60, ends=20 * 60, **facts):
    mentor = MentorProfileFactory(**facts)
    WeeklyHours.objects.create(profile=mentor, weekday=weekday, starts=starts, ends=ends)
    return mentor


def test_the_next_opening_is_written_down_in_the_mentors_zone():
    mentor = with_hours(user__time_zone="Europe/Berlin")

    assert refresh_openings(ids=[mentor.pk], at=NOW) == 1

    assert fresh(mentor).opens_at == datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert fresh(mentor).opens_until == datetime(2026, 3, 2, 19, tzinfo=UTC)


def test_what_has_not_changed_is_not_written_again():
    mentor = with_hours()
    refresh_openings(ids=[mentor.pk], at=NOW)

    assert refresh_openings(ids=[mentor.pk], at=NOW) == 0


def test_without_hours_there_is_no_opening():
    mentor = with_hours()
    refresh_openings(ids=[mentor.pk], at=NOW)
    mentor.weekly_hours.all().delete()

    refresh_openings(ids=[mentor.pk], at=NOW)

    assert (fresh(mentor).opens_at, fresh(mentor).opens_until) == (None, None)


def test_leave_moves_the_opening_behind_it():
    mentor = with_hours()
    Leave.objects.create(profile=mentor, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 9))

    refresh_openings(at=NOW)

    assert fresh(mentor).opens_at == datetime(2026, 3, 16, 18, tzinfo=UTC)


def test_the_lists_hear_of_an_opening_that_changed(django_capture_on_commit_callbacks):
    mentor = with_hours()

    with django_capture_on_commit_callbacks(execute=True):
        refresh_openings(ids=[mentor.pk], at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        refresh_openings(ids=[mentor.pk], at=NOW)

    assert version("queue:adult") == 1


def test_the_lists_hear_of_an_opening_that_comes_near(django_capture_on_commit_callbacks):
    MentorProfileFactory(opens_at=NOW, opens_until=NOW + timedelta(hours=1))
    MentorProfileFactory(opens_at=NOW + timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        announced = announce_openings(after=NOW - timedelta(minutes=2), until=NOW)

    assert (announced, version("queue:adult")) == (1, 1)


def test_the_sweep_follows_an_opening_that_passed_with_the_next():
    at = timezone.now()
    mentor = with_hours(opens_at=at - timedelta(days=7), opens_until=at - timedelta(seconds=1))

    tasks.sweep_openings()

    assert fresh(mentor).opens_until > at


def test_the_hourly_net_mends_openings_and_words():
    mentor = with_hours(headline="Crème brûlée")

    tasks.refresh_snapshots()

    assert fresh(mentor).opens_at is not None
    assert "creme brulee" in fresh(mentor).search_text


def test_a_mentor_is_found_by_names_topics_tracks_and_texts_without_accents_and_case():
    mentor = MentorProfileFactory(
        user__display_name="Ångström Über",
        user__username="Harbour_Light",
        headline="Später",
        about="Ça va",
    )
    TopicStrengthFactory(profile=mentor, topic__name="Panic and Anxiety")
    Situation.objects.create(profile=mentor, text="MY FIRST RATING")
    mentor.tracks.add(TrackFactory(name="Quality"))

    assert refresh_search_text(ids=[mentor.pk]) == 1

    words = fresh(mentor).search_text
    for expected in (
        "angstrom uber",
        "harbour_light",
        "spater",
        "ca va",
        "panic and anxiety",
        "my first rating",
        "quality",
    ):
        assert expected in words
    assert refresh_search_text(ids=[mentor.pk]) == 0


@pytest.mark.parametrize("mentors", [1, 3])
def test_refreshing_costs_the_same_for_any_number(django_assert_num_queries, mentors):
    ids = [with_hours().pk for _number in range(mentors)]
    refresh_openings(ids=ids, at=NOW)
    refresh_search_text(ids=ids)

    with django_assert_num_queries(5):  # savepoint, mentors, hours, leave, end of savepoint
        refresh_openings(ids=ids, at=NOW)
    with django_assert_num_queries(6):  # savepoint, mentors, topics, situations, tracks, end
        refresh_search_text(ids=ids)


def test_a_clock_changed_in_the_settings_moves_the_next_opening_at_once():
    mentor = with_hours(user__time_zone="Europe/Berlin")
    refresh_openings(ids=[mentor.pk], at=timezone.now())
    before = fresh(mentor).opens_at

    choose_time_zone(user=mentor.user, time_zone="Asia/Tokyo")

    assert fresh(mentor).opens_at != before


def test_a_name_changed_in_the_settings_is_found_and_reaches_open_lists_at_once(
    django_capture_on_commit_callbacks,
):
    mentor = MentorProfileFactory()
    seen = version("queue:adult")

    with django_capture_on_commit_callbacks(execute=True):
        edit_profile(user=mentor.user, display_name="Silver Birch", about="", avatar="tree")

    assert "silver birch" in fresh(mentor).search_text
    assert version("queue:adult") > seen


def test_languages_changed_in_the_settings_reach_open_lists_at_once(
    django_capture_on_commit_callbacks,
):
    mentor = MentorProfileFactory()
    seen = version("queue:adult")

    with django_capture_on_commit_callbacks(execute=True):
        choose_languages(user=mentor.user, tags=["de"])

    assert version("queue:adult") > seen


def test_a_mentor_who_turns_adult_leaves_the_lists_of_teens_at_once(
    django_capture_on_commit_callbacks,
):
    today = timezone.now().date()
    mentor = MentorProfileFactory(user__teen=True, user__turns_adult_on=today)
    person = f"person:{mentor.user.public_id}"
    seen = [version(channel) for channel in ("queue:teen", "queue:adult", person)]

    with django_capture_on_commit_callbacks(execute=True):
        roll_over(mentor.user_id, on=today, at=timezone.now())

    now = [version(channel) for channel in ("queue:teen", "queue:adult", person)]
    assert all(later > before for before, later in zip(seen, now, strict=True))
