"""Editing and deleting one's own message within 15 minutes, with a trace."""

import uuid
from datetime import timedelta

import pytest

from mentorship.conversations.errors import (
    ChatIsFinished,
    MayNotGoOn,
    NothingToSay,
    NotInThisChat,
    TooLateToChange,
)
from mentorship.conversations.models import MessageRevision
from mentorship.conversations.operations import delete_message, edit_message, say
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MessageFactory

pytestmark = pytest.mark.django_db


def sent(**more):
    return MessageFactory(body="First", sent_at=NOW, **more)


def test_an_edit_keeps_what_was_said_before():
    message = sent()

    edit_message(message=message, author=message.author, body="Second", at=NOW)

    message.refresh_from_db()
    assert (message.body, message.edited_at, message.seq) == ("Second", NOW, 1)
    assert [(row.body, row.replaced_at) for row in message.revisions.all()] == [("First", NOW)]


def test_the_same_words_again_are_no_edit():
    message = sent()

    edit_message(message=message, author=message.author, body="First ", at=NOW)

    message.refresh_from_db()
    assert message.edited_at is None
    assert MessageRevision.objects.count() == 0


def test_deleting_takes_the_words_and_keeps_the_place_and_the_trace():
    message = sent()

    delete_message(message=message, author=message.author, at=NOW)
    message.refresh_from_db()
    delete_message(message=message, author=message.author, at=NOW + timedelta(hours=1))

    message.refresh_from_db()
    assert (message.body, message.deleted_at, message.seq) == ("", NOW, 1)
    assert [row.body for row in message.revisions.all()] == ["First"]


def test_a_retry_after_an_edit_is_still_the_same_message():

    message, client_id = sent(), uuid.uuid4()
    talk = message.conversation
    mine = say(conversation=talk, author=talk.listener, body="Mine", client_id=client_id, at=NOW)
    edit_message(message=mine, author=talk.listener, body="Better", at=NOW)

    again = say(conversation=talk, author=talk.listener, body="Mine", client_id=client_id, at=NOW)

    assert (again, again.body) == (mine, "Better")


def acts(message, author, at):
    return (
        lambda: edit_message(message=message, author=author, body="New", at=at),
        lambda: delete_message(message=message, author=author, at=at),
    )


@pytest.mark.parametrize("act", [0, 1])
def test_after_fifteen_minutes_a_message_stays_as_it_is(act):
    message = sent()

    with pytest.raises(TooLateToChange):
        acts(message, message.author, NOW + timedelta(minutes=15, seconds=1))[act]()


@pytest.mark.parametrize("act", [0, 1])
def test_the_message_of_somebody_else_stays_as_it_is(act):
    message = sent()

    for other in (message.conversation.mentor.user, UserFactory()):
        with pytest.raises(NotInThisChat):
            acts(message, other, NOW)[act]()


@pytest.mark.parametrize("act", [0, 1])
def test_nothing_changes_in_a_finished_chat(act):
    message = sent(conversation__closed_at=NOW)

    with pytest.raises(ChatIsFinished):
        acts(message, message.author, NOW)[act]()


def test_an_automatic_line_is_not_edited():
    message = sent(is_automatic=True)

    with pytest.raises(NotInThisChat):
        edit_message(message=message, author=message.author, body="New", at=NOW)


def test_a_deleted_message_is_not_edited():
    message = sent(deleted_at=NOW)

    with pytest.raises(TooLateToChange):
        edit_message(message=message, author=message.author, body="New", at=NOW)


def test_an_edit_to_nothing_is_refused():
    message = sent()

    with pytest.raises(NothingToSay):
        edit_message(message=message, author=message.author, body=" ", at=NOW)


def test_a_pair_that_may_no_longer_talk_edits_nothing():
    message = sent(conversation__mentor__state="ended")

    with pytest.raises(MayNotGoOn):
        edit_message(message=message, author=message.author, body="New", at=NOW)
