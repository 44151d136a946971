"""Talking in a conversation: order, turn, reply, retries, pace."""

import uuid
from datetime import timedelta
from operator import attrgetter

import pytest

from mentorship.conversations.errors import (
    ChatIsFinished,
    MayNotGoOn,
    MentorIsFull,
    NoPlaceLeft,
    NotInThisChat,
    SameIdOtherWords,
    TooManyMessages,
)
from mentorship.conversations.models import Conversation, Draft, Message
from mentorship.conversations.operations import finish, pass_turn, recount_places, save_draft, say
from mentorship.models import MentorProfile
from mentorship.profiles.errors import MayNotWrite
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=5)


def tell(conversation, author, body="Hello", client_id=None, at=NOW, **more):
    return say(
        conversation=conversation,
        author=author,
        body=body,
        client_id=client_id or uuid.uuid4(),
        at=at,
        **more,
    )


def test_a_message_gets_the_next_number_and_passes_the_turn():
    talk = ConversationFactory(turn="listener")
    MessageFactory(conversation=talk)

    message = tell(talk, talk.listener)

    talk.refresh_from_db()
    assert (message.seq, talk.last_seq) == (2, 2)
    assert (talk.turn, talk.turn_since, talk.moved_at) == ("mentor", NOW, NOW)


def test_a_second_message_does_not_make_the_other_side_wait_less_long():
    talk = ConversationFactory(turn="listener")
    tell(talk, talk.listener, at=NOW)
    tell(talk, talk.listener, at=LATER)

    talk.refresh_from_db()
    assert (talk.turn, talk.turn_since, talk.moved_at) == ("mentor", NOW, LATER)


def test_the_first_reply_is_the_first_one_by_hand():
    talk = ConversationFactory()
    tell(talk, talk.mentor.user, at=NOW, is_automatic=True)
    talk.refresh_from_db()
    assert (talk.first_reply_at, talk.turn) == (None, "listener")

    tell(talk, talk.mentor.user, at=LATER)
    tell(talk, talk.mentor.user, at=LATER + timedelta(minutes=1))

    talk.refresh_from_db()
    assert (talk.first_reply_at, talk.mentor_message_count) == (LATER, 3)


def test_a_message_in_an_open_conversation_is_accepted_above_capacity():
    talk = ConversationFactory(
        mentor=MentorProfileFactory(full=True, accepting=False),
        turn="listener",
        moved_at=NOW - timedelta(days=9),
    )

    assert tell(talk, talk.listener).seq == 1
    assert MentorProfile.objects.get().active_count == 2


def test_the_same_client_id_twice_stores_one_message():
    talk, client_id = ConversationFactory(), uuid.uuid4()

    first = tell(talk, talk.listener, "Hi", client_id)
    second = tell(talk, talk.listener, "Hi", client_id, at=LATER)

    assert first == second
    assert Message.objects.count() == 1


def test_the_same_client_id_with_other_words_is_refused():
    talk, client_id = ConversationFactory(), uuid.uuid4()
    tell(talk, talk.listener, "Hi", client_id)

    with pytest.raises(SameIdOtherWords) as refusal:
        tell(talk, talk.listener, "Other", client_id)

    assert refusal.value.stored.body == "Hi"
    assert Message.objects.count() == 1


def test_two_people_may_use_the_same_client_id():
    talk, client_id = ConversationFactory(), uuid.uuid4()

    assert tell(talk, talk.listener, "Hi", client_id).seq == 1
    assert tell(talk, talk.mentor.user, "Ho", client_id).seq == 2


def test_a_stranger_cannot_talk():
    with pytest.raises(NotInThisChat):
        tell(ConversationFactory(), UserFactory())


def test_twenty_messages_a_minute_and_no_more():
    talk = ConversationFactory()
    MessageFactory.create_batch(20, conversation=talk, sent_at=NOW)

    with pytest.raises(TooManyMessages):
        tell(talk, talk.listener, at=NOW + timedelta(seconds=59))

    assert tell(talk, talk.listener, at=NOW + timedelta(seconds=60)).seq == 21


def test_three_hundred_messages_an_hour_and_no_more():
    talk = ConversationFactory()
    MessageFactory.create_batch(300, conversation=talk, sent_at=NOW - timedelta(minutes=30))

    with pytest.raises(TooManyMessages):
        tell(talk, talk.listener)

    assert tell(talk, talk.mentor.user).seq == 301


def test_a_retry_of_a_stored_message_is_answered_whatever_the_pace():
    talk, client_id = ConversationFactory(), uuid.uuid4()
    tell(talk, talk.listener, "Hi", client_id)
    MessageFactory.create_batch(20, conversation=Conversation.objects.get(), sent_at=NOW)

    assert tell(talk, talk.listener, "Hi", client_id).seq == 1


def test_saying_it_forgets_the_draft():
    talk = ConversationFactory()
    save_draft(author=talk.listener, conversation=talk, body="Hel", at=NOW)
    save_draft(author=talk.mentor.user, conversation=talk, body="Mine", at=NOW)

    tell(talk, talk.listener)

    assert Draft.objects.get().body == "Mine"


def test_nothing_for_me_to_do_passes_the_turn():
    talk = ConversationFactory(turn="mentor")

    pass_turn(conversation=talk, by=talk.mentor.user, at=NOW)

    talk.refresh_from_db()
    assert (talk.turn, talk.turn_since, talk.last_seq) == ("listener", NOW, 0)


def test_nothing_for_me_to_do_changes_nothing_when_it_is_not_my_turn():
    talk = ConversationFactory(turn="mentor")

    pass_turn(conversation=talk, by=talk.listener, at=NOW)

    talk.refresh_from_db()
    assert (talk.turn, talk.turn_since) == ("mentor", NOW - timedelta(hours=1))


def test_a_finished_chat_has_no_turn_to_pass():
    talk = ConversationFactory(closed_at=NOW, turn="")

    with pytest.raises(ChatIsFinished):
        pass_turn(conversation=talk, by=talk.listener, at=NOW)


def test_finishing_gives_the_place_back_and_says_who_did():
    talk = ConversationFactory(mentor=MentorProfileFactory(active_count=1))

    finish(conversation=talk, by=talk.listener, at=NOW)
    finish(conversation=talk, by=talk.mentor.user, at=LATER)

    talk.refresh_from_db()
    assert (talk.closed_at, talk.closed_by, talk.turn) == (NOW, "listener", "")
    assert MentorProfile.objects.get().active_count == 0


def test_a_stranger_cannot_finish_or_pass():
    talk = ConversationFactory()

    for act in (finish, pass_turn):
        with pytest.raises(NotInThisChat):
            act(conversation=talk, by=UserFactory(), at=NOW)


@pytest.mark.parametrize("side", ["listener", "mentor"])
def test_a_new_message_from_either_side_opens_a_finished_chat_again(side):
    talk = ConversationFactory(closed_at=NOW, closed_by="listener", turn="")

    tell(talk, talk.listener if side == "listener" else talk.mentor.user, at=LATER)

    talk.refresh_from_db()
    assert (talk.closed_at, talk.closed_by) == (None, "")
    assert talk.turn == ("mentor" if side == "listener" else "listener")
    mentor = MentorProfile.objects.get()
    assert (mentor.active_count, mentor.last_served_at) == (1, LATER)


@pytest.mark.parametrize(("side", "refusal"), [("listener", MentorIsFull), ("mentor", NoPlaceLeft)])
def test_a_finished_chat_stays_finished_where_there_is_no_room(side, refusal):
    talk = ConversationFactory(mentor=MentorProfileFactory(full=True), closed_at=NOW, turn="")

    with pytest.raises(refusal):
        tell(talk, talk.listener if side == "listener" else talk.mentor.user)

    assert Message.objects.count() == 0


def test_a_mentor_who_takes_no_new_chats_may_go_back_to_a_finished_one():
    talk = ConversationFactory(mentor=MentorProfileFactory(accepting=False), closed_at=NOW)

    with pytest.raises(MayNotWrite):
        tell(talk, talk.listener)

    assert tell(talk, talk.mentor.user).seq == 1


@pytest.mark.parametrize("side", ["listener", "mentor"])
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("mentor", "state", "ended"), "ended"),
        (("mentor.user", "is_active", False), "mentor-gone"),
        (("listener", "is_active", False), "listener-gone"),
        (("listener", "band", "teen"), "H1"),
        (("mentor.user", "band", "teen"), "H1"),
    ],
)
def test_a_pair_that_may_no_longer_meet_cannot_write_on(side, change, code):
    talk, (row, field, value) = ConversationFactory(), change
    changed = attrgetter(row)(talk)
    setattr(changed, field, value)
    changed.save()

    with pytest.raises(MayNotGoOn) as refusal:
        tell(talk, talk.listener if side == "listener" else talk.mentor.user)

    assert refusal.value.codes == (code,)


def test_a_teen_and_a_mentor_write_on_while_the_clearance_is_in_force():
    mentor = MentorProfileFactory()
    clearance = ClearanceFactory(user=mentor.user)
    talk = ConversationFactory(mentor=mentor, listener__band="teen")

    assert tell(talk, talk.listener).seq == 1

    clearance.ended_at = NOW
    clearance.save()
    with pytest.raises(MayNotGoOn):
        tell(talk, talk.listener)


def test_the_sweep_frees_the_places_of_talks_that_went_quiet():
    mentor = MentorProfileFactory(active_count=2)
    ConversationFactory(mentor=mentor, turn="listener", moved_at=NOW)
    ConversationFactory(mentor=mentor, turn="listener", moved_at=NOW - timedelta(hours=47))
    MentorProfileFactory(active_count=0)

    assert recount_places(at=NOW) == 0
    assert recount_places(at=NOW + timedelta(hours=2)) == 1

    mentor.refresh_from_db()
    assert mentor.active_count == 1
