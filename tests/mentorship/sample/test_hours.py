"""Sample mentors come and go by their weekly hours; three are here at any time in each space."""

from datetime import timedelta

import pytest

from mentorship.models import MentorProfile
from mentorship.sample.operations import keep_hours
from mentorship.sample.rules import AT_LEAST_HERE, Candidate, who_is_here
from tests.factories.accounts import NOW, UserFactory
from tests.factories.mentorship import MentorProfileFactory


def candidate(number, **changes):
    usual = {
        "spaces": {"adult"},
        "in_hours": False,
        "is_here": False,
        "has_room": True,
        "speaks_english": True,
        "opens_at": NOW + timedelta(hours=number),
    }
    return Candidate(mentor_id=number, **(usual | changes))


@pytest.fixture
def sample(settings, db):
    settings.SAMPLE = True


def sample_mentor(**changes):
    usual = {"user__is_sample": True, "user__imported_at": NOW - timedelta(days=1)}
    return MentorProfileFactory(**(usual | changes))


def here(at):
    return set(MentorProfile.objects.here(at=at))


# The choice


def test_everybody_whose_hours_run_is_here():
    mentors = [candidate(number, in_hours=number < 5) for number in range(8)]

    assert who_is_here(mentors) == {0, 1, 2, 3, 4}


def test_the_next_to_open_fill_up_to_three():
    assert who_is_here([candidate(number) for number in range(8)]) == {0, 1, 2}


def test_whoever_is_here_stays_before_others_come():
    mentors = [candidate(number, is_here=number > 4) for number in range(8)]

    assert who_is_here(mentors) == {5, 6, 7}


def test_mentors_with_room_come_first():
    mentors = [candidate(number, has_room=number > 1) for number in range(8)]

    assert who_is_here(mentors) == {2, 3, 4}


def test_a_cleared_mentor_counts_in_both_spaces():
    both = [candidate(number, spaces={"adult", "teen"}) for number in (7, 8)]
    teens = [candidate(number, spaces={"teen"}) for number in (3, 4)]
    adults = [candidate(number) for number in (1, 2)]

    assert who_is_here([*both, *teens, *adults]) == {1, 2, 3, 4, 7}


# What is done


def test_windows_open_and_close_by_the_hours(sample):
    running = {"opens_at": NOW - timedelta(hours=1), "opens_until": NOW + timedelta(hours=1)}
    keeping = [sample_mentor(**running) for _number in range(AT_LEAST_HERE)]
    leaving = sample_mentor(here_until=NOW + timedelta(minutes=30), seen_at=NOW)

    keep_hours(at=NOW)

    assert here(NOW) == set(keeping)
    leaving.refresh_from_db()
    assert leaving.here_until is None


def test_three_are_here_for_hours_without_anybodys_weekly_hours(sample):
    for _number in range(5):
        sample_mentor()

    seen = set()
    for minutes in range(0, 150, 10):
        at = NOW + timedelta(minutes=minutes)
        keep_hours(at=at)
        assert len(here(at)) == AT_LEAST_HERE
        seen |= here(at)
    assert len(seen) == AT_LEAST_HERE


def test_a_teen_finds_three_as_well(sample):
    for _number in range(4):
        sample_mentor()
    for _number in range(3):
        sample_mentor(cleared=True)

    keep_hours(at=NOW)

    teen = UserFactory(teen=True)
    assert MentorProfile.objects.visible_to(teen, at=NOW).here(at=NOW).count() == AT_LEAST_HERE


def test_the_demo_mentor_and_people_who_signed_up_decide_themselves(sample):
    own = MentorProfileFactory(here=True)
    demo = MentorProfileFactory(user__is_sample=True)

    assert keep_hours(at=NOW) == 0

    assert here(NOW) == {own}
    demo.refresh_from_db()
    assert demo.here_until is None


def test_who_stepped_back_is_never_here(sample):
    sample_mentor(accepting=False)

    assert keep_hours(at=NOW) == 0


@pytest.mark.django_db
def test_nothing_happens_outside_the_sample(settings):
    settings.SAMPLE = False
    mentor = sample_mentor()

    assert keep_hours(at=NOW) == 0

    mentor.refresh_from_db()
    assert mentor.here_until is None
