"""The database keeps teens and adults apart, whatever code writes the row (policy 12)."""

from datetime import date, timedelta

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from accounts.people.models import User
from accounts.safeguarding.models import Block
from mentorship.conversations.models import Conversation, Message
from mentorship.profiles.models import Topic
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
    clearance = ClearanceFactory(user=mentor.user, cleared_until=timezone.now().date())

    opened(mentor, teen)

    clearance.cleared_until = timezone.now().date() - timedelta(days=1)
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
    talk = opened(
        MentorProfileFactory(), UserFactory(teen=True), imported_talk="t-1", closed_at=NOW
    )

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


@pytest.mark.parametrize(
    ("column", "longest"), [("about", 2000), ("display_name", 60), ("time_zone", 64)]
)
def test_texts_are_bounded_in_the_database(column, longest):
    rows = User.objects.filter(pk=UserFactory().pk)

    rows.update(**{column: "x" * longest})
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        rows.update(**{column: "x" * (longest + 1)})


@pytest.mark.parametrize(("column", "longest"), [("slug", 40), ("name", 60), ("description", 300)])
def test_words_of_the_community_are_bounded_too(column, longest):
    topics = Topic.objects.filter(pk=Topic.objects.create(slug="grief", name="Grief").pk)

    topics.update(**{column: "x" * longest})
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        topics.update(**{column: "x" * (longest + 1)})


@pytest.mark.parametrize("talk", [None, "t-1"])
def test_what_was_before_is_kept_but_not_open(talk):
    people = MentorProfileFactory(), UserFactory(teen=True)

    assert opened(*people, imported_talk=talk, closed_at=NOW).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(*people, imported_talk=talk and "t-2")


def test_a_row_that_is_dated_back_borrows_no_clearance_that_has_run_out():
    mentor, teen = MentorProfileFactory(), UserFactory(teen=True)
    clearance = ClearanceFactory(user=mentor.user)
    talk = opened(mentor, teen)
    finished = opened(mentor, UserFactory(teen=True), closed_at=NOW)
    said = MessageFactory(conversation=talk, sent_at=NOW)
    clearance.cleared_until = timezone.now().date() - timedelta(days=1)
    clearance.save()

    for write in (
        lambda: opened(mentor, UserFactory(teen=True)),
        lambda: MessageFactory(conversation=talk, sent_at=NOW),
        lambda: Message.objects.filter(pk=said.pk).update(body="Other words", edited_at=NOW),
        lambda: Conversation.objects.filter(pk=finished.pk).update(closed_at=None, moved_at=NOW),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
