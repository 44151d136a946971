"""The database keeps teens and adults apart, whatever code writes the row (policy 12)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mentorship.conversations.models import Conversation
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory

pytestmark = pytest.mark.django_db


def opened(mentor, listener, **more):
    with transaction.atomic():
        return ConversationFactory(mentor=mentor, listener=listener, opened_at=NOW, **more)


@pytest.mark.parametrize(("mentor", "listener"), [("adult", "teen"), ("teen", "adult")])
def test_spaces_do_not_mix(mentor, listener):
    people = MentorProfileFactory(user__band=mentor), UserFactory(band=listener)

    with pytest.raises(IntegrityError):
        opened(*people)

    assert not Conversation.objects.exists()


@pytest.mark.parametrize("band", ["adult", "teen"])
def test_people_of_one_space_meet(band):
    assert opened(MentorProfileFactory(user__band=band), UserFactory(band=band)).pk


def test_an_adult_meets_a_teen_while_a_clearance_is_in_force():
    mentor, teen = MentorProfileFactory(), UserFactory(teen=True)
    clearance = ClearanceFactory(user=mentor.user, cleared_until=NOW.date())

    opened(mentor, teen)

    clearance.cleared_until = NOW.date() - timedelta(days=1)
    clearance.save()
    with pytest.raises(IntegrityError):
        opened(mentor, UserFactory(teen=True))


def test_a_clearance_that_was_ended_does_not_count():
    mentor = MentorProfileFactory()
    ClearanceFactory(user=mentor.user, ended_at=NOW)

    with pytest.raises(IntegrityError):
        opened(mentor, UserFactory(teen=True))


def test_a_clearance_does_not_let_a_teen_meet_adults():
    mentor = MentorProfileFactory(user__band="teen")
    ClearanceFactory(user=mentor.user)

    with pytest.raises(IntegrityError):
        opened(mentor, UserFactory())


@pytest.mark.parametrize("history", [{"closed_at": NOW}, {"imported_talk": "t-1"}])
def test_what_was_before_is_kept(history):
    assert opened(MentorProfileFactory(), UserFactory(teen=True), **history).pk
