"""How many people a mentor carries, and whether new ones may write."""

from datetime import timedelta

import pytest

from mentorship.models import MentorProfile
from mentorship.profiles.errors import (
    CapacityBelowActive,
    CapacityOutOfRange,
    CapacityTooEarly,
    RoleNotHeld,
    SpaceIsNotPublic,
)
from mentorship.profiles.operations import set_accepting, set_capacity, set_public
from tests.conftest import NOW
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db


def fresh(mentor):
    return MentorProfile.objects.get(pk=mentor.pk)


@pytest.mark.parametrize("capacity", [1, 10])
def test_a_mentor_carries_one_to_ten(capacity):
    mentor = MentorProfileFactory()

    set_capacity(mentor=mentor, capacity=capacity, at=NOW)

    assert fresh(mentor).capacity == capacity


@pytest.mark.parametrize("capacity", [0, 11, -1])
def test_another_number_is_refused(capacity):
    mentor = MentorProfileFactory(capacity=3)

    with pytest.raises(CapacityOutOfRange):
        set_capacity(mentor=mentor, capacity=capacity, at=NOW)

    assert fresh(mentor).capacity == 3


def test_new_mentors_carry_two_for_thirty_days():
    mentor = MentorProfileFactory(capacity=2, approved_at=NOW - timedelta(days=30, seconds=-1))

    with pytest.raises(CapacityTooEarly):
        set_capacity(mentor=mentor, capacity=3, at=NOW)
    set_capacity(mentor=mentor, capacity=3, at=NOW + timedelta(seconds=1))

    assert fresh(mentor).capacity == 3


def test_the_number_does_not_go_below_the_chats_of_now():
    mentor = MentorProfileFactory(capacity=5, active_count=4)

    with pytest.raises(CapacityBelowActive, match="4 active chats"):
        set_capacity(mentor=mentor, capacity=3, at=NOW)

    assert fresh(mentor).capacity == 5


def test_a_mentor_who_carries_more_than_agreed_may_still_raise_the_number():
    mentor = MentorProfileFactory(capacity=3, active_count=6)

    set_capacity(mentor=mentor, capacity=4, at=NOW)

    assert fresh(mentor).capacity == 4


def test_closing_to_new_people_ends_the_window_too():
    mentor = MentorProfileFactory(here=True)

    set_accepting(mentor=mentor, accepting=False)

    assert (fresh(mentor).accepting, fresh(mentor).here_until) == (False, None)


def test_opening_again_starts_no_window():
    mentor = MentorProfileFactory(accepting=False)

    set_accepting(mentor=mentor, accepting=True)

    assert (fresh(mentor).accepting, fresh(mentor).here_until) == (True, None)


def test_an_adult_may_be_shown_to_visitors():
    mentor = MentorProfileFactory()

    set_public(mentor=mentor, is_public=True)

    assert fresh(mentor).is_public is True


def test_a_teen_is_never_shown_to_visitors():
    mentor = MentorProfileFactory(user__teen=True)

    with pytest.raises(SpaceIsNotPublic):
        set_public(mentor=mentor, is_public=True)

    assert fresh(mentor).is_public is False


@pytest.mark.parametrize(
    "act",
    [
        lambda mentor: set_capacity(mentor=mentor, capacity=2, at=NOW),
        lambda mentor: set_accepting(mentor=mentor, accepting=False),
        lambda mentor: set_public(mentor=mentor, is_public=True),
    ],
    ids=["capacity", "accepting", "public"],
)
def test_after_the_role_has_ended_nothing_changes(act):
    mentor = MentorProfileFactory(state="ended")

    with pytest.raises(RoleNotHeld):
        act(mentor)
