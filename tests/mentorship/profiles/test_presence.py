"""Here now and away: windows that a mentor declares, devices that were seen."""

from datetime import timedelta

import pytest

from config.live.publish import version
from mentorship.models import MentorProfile
from mentorship.profiles import tasks
from mentorship.profiles.errors import RoleNotHeld, WindowLengthUnknown
from mentorship.profiles.operations import (
    extend_window,
    go_away,
    note_seen,
    settle_presence,
    start_window,
)
from mentorship.profiles.rules.presence import presence_of
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def heard(django_capture_on_commit_callbacks):
    """The channels that rose while an act was done."""

    def of(act, channels=("queue:adult", "queue:teen")):
        before = {channel: version(channel) for channel in channels}
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return {channel for channel in channels if version(channel) > before[channel]}

    return of


def fresh(mentor):
    return MentorProfile.objects.get(pk=mentor.pk)


def presence(mentor, at=NOW):
    return presence_of(fresh(mentor), is_awake=not mentor.user.is_dormant, at=at)


def test_starting_a_window_makes_a_mentor_here_for_an_hour_and_means_accepting():
    mentor = MentorProfileFactory(accepting=False)

    start_window(mentor=mentor, at=NOW)

    assert presence(mentor) == "here"
    assert fresh(mentor).here_until == NOW + HOUR
    assert fresh(mentor).accepting is True
    assert fresh(mentor) in MentorProfile.objects.here(at=NOW)


@pytest.mark.parametrize("minutes", [0, 14, 481, -60])
def test_a_window_of_an_odd_length_is_refused(minutes):
    mentor = MentorProfileFactory()

    with pytest.raises(WindowLengthUnknown):
        start_window(mentor=mentor, at=NOW, minutes=minutes)

    assert fresh(mentor).here_until is None


@pytest.mark.parametrize("act", [start_window, extend_window])
@pytest.mark.parametrize("state", ["paused", "ended"])
def test_without_the_role_nobody_is_here(act, state):
    mentor = MentorProfileFactory(state=state)

    with pytest.raises(RoleNotHeld):
        act(mentor=mentor, at=NOW)

    assert fresh(mentor).here_until is None


def test_one_tap_extends_by_an_hour_from_the_present_end():
    mentor = MentorProfileFactory(here=True)

    extend_window(mentor=mentor, at=NOW)

    assert fresh(mentor).here_until == NOW + 2 * HOUR


def test_extending_after_the_end_begins_again():
    mentor = MentorProfileFactory(here_until=NOW - HOUR)

    extend_window(mentor=mentor, at=NOW)

    assert fresh(mentor).here_until == NOW + HOUR


def test_a_window_never_reaches_further_than_eight_hours():
    mentor = MentorProfileFactory(here_until=NOW + 8 * HOUR, seen_at=NOW)

    extend_window(mentor=mentor, at=NOW)

    assert fresh(mentor).here_until == NOW + 8 * HOUR


@pytest.mark.parametrize("state", ["approved", "paused"])
def test_away_always_works_and_asks_for_nothing(state):
    mentor = MentorProfileFactory(here=True, state=state)

    go_away(mentor=mentor, at=NOW)

    assert presence(mentor) == "away"
    assert fresh(mentor).accepting is True


def test_each_act_reaches_the_lists_and_the_mentors_own_pages(heard):
    mentor = MentorProfileFactory()
    own = f"person:{mentor.user.public_id}"
    channels = ("queue:adult", "queue:teen", own)

    for act in (start_window, extend_window, go_away):
        assert heard(lambda act=act: act(mentor=mentor, at=NOW), channels) == {"queue:adult", own}


def test_a_mentor_who_was_ever_cleared_reaches_the_teen_list_too(heard):
    mentor = MentorProfileFactory()
    ClearanceFactory(user=mentor.user, ended_at=NOW)

    assert heard(lambda: start_window(mentor=mentor, at=NOW)) == {"queue:adult", "queue:teen"}


def test_a_teen_mentor_reaches_the_teen_list_alone(heard):
    mentor = MentorProfileFactory(user__teen=True)

    assert heard(lambda: start_window(mentor=mentor, at=NOW)) == {"queue:teen"}


@pytest.mark.parametrize(
    ("seen_ago", "expected"),
    [(0, "here"), (300, "here"), (301, "reach"), (None, "reach")],
)
def test_here_needs_a_device_of_the_last_five_minutes(seen_ago, expected):
    seen_at = None if seen_ago is None else NOW - timedelta(seconds=seen_ago)

    assert presence(MentorProfileFactory(here_until=NOW + HOUR, seen_at=seen_at)) == expected


@pytest.mark.parametrize("facts", [{"accepting": False}, {"user__dormant": True}])
def test_somebody_dormant_or_not_accepting_is_away_whatever_the_window_says(facts):
    assert presence(MentorProfileFactory(here=True, **facts)) == "away"


def test_a_device_is_noted_once_a_minute():
    mentor = MentorProfileFactory(here_until=NOW + HOUR)

    written = [note_seen(user=mentor.user, at=NOW + timedelta(seconds=s)) for s in (0, 59, 60)]

    assert written == [True, False, True]
    assert fresh(mentor).seen_at == NOW + timedelta(seconds=60)


def test_devices_of_people_who_are_no_mentors_write_nothing(django_assert_num_queries):
    listener = UserFactory()

    with django_assert_num_queries(1):
        assert note_seen(user=listener, at=NOW) is False


def test_a_mentor_who_comes_back_inside_the_window_reaches_the_lists(heard):
    mentor = MentorProfileFactory(reachable=True)

    assert heard(lambda: note_seen(user=mentor.user, at=NOW)) == {"queue:adult"}
    later = NOW + timedelta(seconds=90)
    assert heard(lambda: note_seen(user=mentor.user, at=later)) == set()


def test_a_window_ends_by_itself(heard):
    mentor = MentorProfileFactory(here=True)

    assert heard(lambda: settle_presence(mentor.pk, at=NOW + HOUR)) == {"queue:adult"}
    assert fresh(mentor).here_until is None


def test_a_device_unseen_for_five_minutes_is_told_once(heard):
    mentor = MentorProfileFactory(here=True)
    later = NOW + timedelta(seconds=301)

    assert heard(lambda: settle_presence(mentor.pk, at=later)) == {"queue:adult"}
    assert presence(mentor, later) == "reach"
    assert settle_presence(mentor.pk, at=later) is False


def test_nothing_is_settled_that_holds():
    mentor = MentorProfileFactory(here=True)

    assert settle_presence(mentor.pk, at=NOW + timedelta(seconds=300)) is False
    assert presence(mentor) == "here"


def test_the_sweep_settles_what_is_due_and_nothing_else():
    ended = MentorProfileFactory(here_until=NOW, seen_at=NOW)
    away = MentorProfileFactory()

    tasks.sweep_presence()

    assert fresh(ended).here_until is None
    assert fresh(away).here_until is None
    assert not MentorProfile.objects.unsettled(at=NOW).exists()
