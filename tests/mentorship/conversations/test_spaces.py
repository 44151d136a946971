"""The database keeps teens and adults apart, whatever code writes the row (policy 12)."""

from datetime import date, timedelta

import pytest
from django.db import DataError, IntegrityError, transaction

from accounts.people.models import User
from accounts.safeguarding.models import Block
from mentorship.conversations.models import Conversation
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

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


def test_a_teen_holds_no_clearance():
    with pytest.raises(IntegrityError), transaction.atomic():
        ClearanceFactory(user__band="teen")


def test_somebody_who_is_cleared_stays_an_adult():
    cleared = ClearanceFactory(cleared_until=date.today() + timedelta(days=1)).user

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=cleared.pk).update(band="teen")


def test_a_finished_talk_is_not_opened_again_by_people_of_two_spaces():
    talk = opened(MentorProfileFactory(), UserFactory(teen=True), closed_at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=talk.pk).update(closed_at=None)


def test_an_imported_talk_of_two_spaces_takes_no_new_message():
    talk = opened(MentorProfileFactory(), UserFactory(teen=True), imported_talk="t-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(conversation=talk, sent_at=NOW)

    assert MessageFactory(conversation=talk, author=None, sent_at=NOW).pk


def test_nobody_else_writes_in_a_talk():
    talk = opened(MentorProfileFactory(), UserFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(conversation=talk, author=UserFactory(), sent_at=NOW)


@pytest.mark.parametrize("fact", ["mentor", "listener", "space"])
def test_the_people_and_the_space_of_a_talk_are_fixed(fact):
    talk = opened(MentorProfileFactory(), UserFactory())
    other = {"mentor": MentorProfileFactory(), "listener": UserFactory(), "space": "teen"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=talk.pk).update(**{fact: other[fact]})


@pytest.mark.parametrize("blocker", ["mentor", "listener"])
def test_a_block_of_either_keeps_the_database_from_taking_a_word(blocker):
    talk = opened(MentorProfileFactory(), UserFactory())
    finished = opened(MentorProfileFactory(), talk.listener, closed_at=NOW)
    for one in (talk, finished):
        pair = [one.mentor.user, one.listener]
        by, person = pair if blocker == "mentor" else pair[::-1]
        Block.objects.create(blocker=by, blocked=person, made_at=NOW)

    for write in (
        lambda: MessageFactory(conversation=talk, sent_at=NOW),
        lambda: MessageFactory(conversation=talk, author=talk.mentor.user, sent_at=NOW),
        lambda: Conversation.objects.filter(pk=finished.pk).update(closed_at=None),
        lambda: ConversationFactory(mentor=finished.mentor, listener=finished.listener),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_texts_are_bounded_in_the_database():
    person = UserFactory()

    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        User.objects.filter(pk=person.pk).update(about="x" * 2001)
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        User.objects.filter(pk=person.pk).update(display_name="x" * 61)


@pytest.mark.parametrize("history", [{"closed_at": NOW}, {"imported_talk": "t-1"}])
def test_what_was_before_is_kept(history):
    assert opened(MentorProfileFactory(), UserFactory(teen=True), **history).pk
