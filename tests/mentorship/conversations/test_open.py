"""A listener opens a conversation with a first note, and takes a place of the mentor."""

import uuid
from datetime import timedelta

import pytest
from django.test import override_settings

from mentorship.conversations.errors import (
    AlreadyTalking,
    MentorIsFull,
    NothingToSay,
    SameIdOtherWords,
    TooLong,
    TooManyNewChats,
    UnreadableSigns,
)
from mentorship.conversations.models import Conversation, Draft, Message
from mentorship.conversations.operations import finish, open_conversation, save_draft
from mentorship.models import MentorProfile
from mentorship.profiles.errors import MayNotWrite
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory

pytestmark = pytest.mark.django_db

QUIET = {"turn": "listener", "moved_at": NOW - timedelta(hours=48)}


def write(mentor, listener, note="Hi, I am new.", client_id=None, at=NOW):
    return open_conversation(
        listener=listener, mentor=mentor, note=note, client_id=client_id or uuid.uuid4(), at=at
    )


def test_opening_stores_the_note_and_waits_on_the_mentor():
    mentor, listener = MentorProfileFactory(), UserFactory()

    conversation = write(mentor, listener, "Hi\r\nthere  ")

    assert (conversation.mentor, conversation.listener) == (mentor, listener)
    assert [(line.seq, line.author, line.body) for line in conversation.messages.all()] == [
        (1, listener, "Hi\nthere")
    ]
    conversation.refresh_from_db()
    assert (conversation.turn, conversation.turn_since) == ("mentor", NOW)
    assert (conversation.space, conversation.last_seq) == ("adult", 1)
    assert (conversation.listener_message_count, conversation.mentor_message_count) == (1, 0)


def test_opening_is_counted_as_served_and_as_a_place_held():
    mentor = MentorProfileFactory(capacity=3)

    write(mentor, UserFactory())
    write(mentor, UserFactory())

    mentor.refresh_from_db()
    assert mentor.active_count == 2
    assert (mentor.last_served_at, mentor.served_on, mentor.served_on_count) == (
        NOW,
        NOW.date(),
        2,
    )


def test_served_counts_by_the_day_of_the_community():
    mentor = MentorProfileFactory(capacity=5)
    write(mentor, UserFactory(), at=NOW)

    with override_settings(COMMUNITY_TIME_ZONE="Pacific/Kiritimati"):  # 14 hours ahead
        write(mentor, UserFactory(), at=NOW)

    mentor.refresh_from_db()
    assert (mentor.served_on, mentor.served_on_count) == ((NOW + timedelta(days=1)).date(), 1)


def test_a_full_mentor_refuses_and_nothing_changes():
    mentor = MentorProfileFactory(full=True)

    with pytest.raises(MentorIsFull):
        write(mentor, UserFactory())

    assert (Conversation.objects.count(), Message.objects.count()) == (1, 0)
    assert MentorProfile.objects.get().last_served_at is None


def test_places_are_counted_from_rows_whatever_the_snapshot_says():
    mentor = MentorProfileFactory(capacity=1, active_count=1)  # nothing is held in truth
    ConversationFactory(mentor=mentor, **QUIET)
    ConversationFactory(mentor=mentor, closed_at=NOW)

    assert write(mentor, UserFactory()).is_open


@pytest.mark.parametrize(
    ("moved", "turn", "fits"),
    [
        (timedelta(hours=48), "listener", True),
        (timedelta(hours=48) - timedelta(seconds=1), "listener", False),
        (timedelta(days=30), "mentor", False),
    ],
)
def test_a_place_is_held_while_it_waits_on_the_mentor_or_moved_in_48_hours(moved, turn, fits):
    mentor = MentorProfileFactory(capacity=1)
    ConversationFactory(mentor=mentor, turn=turn, moved_at=NOW - moved)

    if fits:
        assert write(mentor, UserFactory()).is_open
    else:
        with pytest.raises(MentorIsFull):
            write(mentor, UserFactory())


def test_a_mentor_who_may_not_be_written_to_refuses_with_the_codes():
    with pytest.raises(MayNotWrite) as refusal:
        write(MentorProfileFactory(accepting=False), UserFactory(speaks=["fi"]))

    assert refusal.value.codes == ("H2", "H6")
    assert Conversation.objects.count() == 0


def test_a_teen_may_not_write_to_an_adult_without_clearance():
    with pytest.raises(MayNotWrite) as refusal:
        write(MentorProfileFactory(), UserFactory(teen=True))

    assert refusal.value.codes == ("H1",)


def test_a_cleared_mentor_may_be_written_to_by_a_teen():
    conversation = write(MentorProfileFactory(cleared=True), UserFactory(teen=True))

    assert conversation.space == "teen"


def test_nobody_opens_a_conversation_with_themselves():
    mentor = MentorProfileFactory()

    with pytest.raises(MayNotWrite):
        write(mentor, mentor.user)


def test_a_pair_has_one_open_conversation():
    open_one = ConversationFactory()

    with pytest.raises(AlreadyTalking) as refusal:
        write(open_one.mentor, open_one.listener)

    assert refusal.value.conversation == open_one
    assert Conversation.objects.count() == 1


def test_the_finished_conversation_of_a_pair_is_opened_again():
    mentor, listener = MentorProfileFactory(), UserFactory()
    first = write(mentor, listener, "First")
    finish(conversation=first, by=listener, at=NOW)

    again = write(mentor, listener, "Second", at=NOW + timedelta(days=3))

    assert again == first
    again.refresh_from_db()
    assert (again.closed_at, again.closed_by, again.turn) == (None, "", "mentor")
    assert [line.body for line in again.messages.all()] == ["First", "Second"]
    assert MentorProfile.objects.get().last_served_at == NOW + timedelta(days=3)


def test_reopening_needs_a_place_too():
    finished = ConversationFactory(mentor=MentorProfileFactory(full=True), closed_at=NOW)

    with pytest.raises(MentorIsFull):
        write(finished.mentor, finished.listener)

    finished.refresh_from_db()
    assert not finished.is_open


def test_the_same_client_id_and_words_open_one_conversation():
    mentor, listener, client_id = MentorProfileFactory(), UserFactory(), uuid.uuid4()

    assert write(mentor, listener, "Hi", client_id) == write(mentor, listener, "Hi ", client_id)

    assert Message.objects.count() == 1
    assert MentorProfile.objects.get().served_on_count == 1


def test_the_same_client_id_with_other_words_is_refused_with_what_is_stored():
    mentor, listener, client_id = MentorProfileFactory(), UserFactory(), uuid.uuid4()
    write(mentor, listener, "Hi", client_id)

    with pytest.raises(SameIdOtherWords) as refusal:
        write(mentor, listener, "Something else", client_id)

    assert refusal.value.stored.body == "Hi"


def test_the_same_client_id_for_another_mentor_is_refused():
    listener, client_id = UserFactory(), uuid.uuid4()
    write(MentorProfileFactory(), listener, "Hi", client_id)

    with pytest.raises(SameIdOtherWords):
        write(MentorProfileFactory(), listener, "Hi", client_id)


@pytest.mark.parametrize(("age", "allowed"), [(timedelta(days=60), 10), (timedelta(days=1), 3)])
def test_new_conversations_in_a_day_are_bounded(age, allowed):
    listener = UserFactory(joined_at=NOW - age)
    ConversationFactory(listener=listener, opened_at=NOW - timedelta(hours=25))
    ConversationFactory.create_batch(allowed, listener=listener, opened_at=NOW)

    with pytest.raises(TooManyNewChats):
        write(MentorProfileFactory(), listener)

    assert write(MentorProfileFactory(), listener, at=NOW + timedelta(days=2)).is_open


@pytest.mark.parametrize(
    ("note", "refusal"),
    [
        ("  \r\n ", NothingToSay),
        ("x" * 4001, TooLong),
        ("a\x00b", UnreadableSigns),
        ("a\ud800b", UnreadableSigns),
    ],
)
def test_words_that_cannot_be_stored_are_refused(note, refusal):
    with pytest.raises(refusal):
        write(MentorProfileFactory(), UserFactory(), note)


def test_the_draft_for_the_mentor_is_gone_once_the_note_is_stored():
    mentor, listener = MentorProfileFactory(), UserFactory()
    save_draft(author=listener, mentor=mentor, body="Hi, I", at=NOW)

    write(mentor, listener)

    assert Draft.objects.count() == 0
