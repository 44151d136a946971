"""Read marks, unread counts, drafts, and what open pages hear."""

import uuid
from datetime import timedelta

import pytest

from config.live import publish
from config.live.models import LiveKey
from config.live.registry import person_channel
from mentorship.conversations.errors import TooLong, UnreadableSigns
from mentorship.conversations.models import Conversation, Draft, Message
from mentorship.conversations.operations import (
    add_to_draft,
    clear_draft,
    mark_read,
    save_draft,
    say,
)
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

pytestmark = pytest.mark.django_db


def unread(viewer):
    return Message.objects.of_talks_of(viewer).unread_by(viewer).count()


def test_unread_are_the_lines_of_the_other_person_beyond_my_mark():
    talk = ConversationFactory()
    noise = MessageFactory(conversation=talk, author=None)  # a line of the system
    assert noise.author is None
    MessageFactory.create_batch(3, conversation=talk)
    MessageFactory(conversation=talk, deleted_at=NOW, body="")
    MessageFactory(conversation=talk, author=talk.mentor.user)
    MessageFactory()  # of other people

    assert (unread(talk.mentor.user), unread(talk.listener)) == (3, 1)

    mark_read(conversation=talk, reader=talk.mentor.user, seq=3)

    assert (unread(talk.mentor.user), unread(talk.listener)) == (1, 1)
    row = Conversation.objects.visible_to(talk.listener).with_unread_for(talk.listener).get()
    assert row.unread_count == 1


def test_a_mark_never_moves_back_nor_beyond_the_newest_line():
    talk = ConversationFactory(last_seq=5)
    reader = talk.listener

    assert mark_read(conversation=talk, reader=reader, seq=99)
    assert not mark_read(conversation=talk, reader=reader, seq=2)
    assert not mark_read(conversation=talk, reader=reader, seq=0)
    assert talk.read_marks.get().seq == 5


def test_drafts_are_kept_by_place_and_replaced():
    talk, mentor, author = ConversationFactory(), MentorProfileFactory(), UserFactory()
    for body in ("One", "Two"):
        save_draft(author=author, conversation=talk, body=body, at=NOW)
        save_draft(author=author, mentor=mentor, body=f"{body} for a mentor", at=NOW)

    assert set(Draft.objects.values_list("body", flat=True)) == {"Two", "Two for a mentor"}

    save_draft(author=author, conversation=talk, body="  ", at=NOW)
    clear_draft(author=author, mentor=mentor)

    assert Draft.objects.count() == 0


def test_a_draft_that_comes_after_its_message_is_not_kept():
    talk, client_id = ConversationFactory(), uuid.uuid4()
    say(conversation=talk, author=talk.listener, body="Hi", client_id=client_id, at=NOW)

    save_draft(author=talk.listener, conversation=talk, body="H", at=NOW, client_id=client_id)

    assert Draft.objects.count() == 0


def test_a_draft_that_comes_late_leaves_newer_words_alone():
    talk, client_id = ConversationFactory(), uuid.uuid4()
    say(conversation=talk, author=talk.listener, body="Hi", client_id=client_id, at=NOW)
    save_draft(author=talk.listener, conversation=talk, body="And now", at=NOW)

    save_draft(author=talk.listener, conversation=talk, body="H", at=NOW, client_id=client_id)

    assert Draft.objects.get().body == "And now"


def test_words_from_another_page_are_put_behind_the_draft_once():
    mentor, author = MentorProfileFactory(), UserFactory()
    for body in ("", "One", "Two", "One", " "):
        add_to_draft(author=author, mentor=mentor, body=body, at=NOW)

    assert Draft.objects.get().body == "One\n\nTwo"

    with pytest.raises(TooLong):
        add_to_draft(author=author, mentor=mentor, body="x" * 20_000, at=NOW)
    assert Draft.objects.get().body == "One\n\nTwo"


@pytest.mark.parametrize(("body", "refusal"), [("x" * 20_001, TooLong), ("\x00", UnreadableSigns)])
def test_drafts_that_cannot_be_kept_are_refused(body, refusal):
    with pytest.raises(refusal):
        save_draft(author=UserFactory(), mentor=MentorProfileFactory(), body=body, at=NOW)


def test_both_people_hear_of_a_message_and_only_the_reader_of_a_mark(
    django_capture_on_commit_callbacks,
):
    talk = ConversationFactory()
    channels = [person_channel(one.public_id) for one in (talk.listener, talk.mentor.user)]

    with django_capture_on_commit_callbacks(execute=True):
        say(
            conversation=talk,
            author=talk.listener,
            body="Hi",
            client_id=uuid.uuid4(),
            at=NOW - timedelta(minutes=1),
        )

    key = f"chat:{talk.public_id}"
    assert LiveKey.objects.filter(channel__in=channels, key=key).count() == 2
    before = publish.versions(channels)

    talk.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        mark_read(conversation=talk, reader=talk.mentor.user, seq=1)

    after = publish.versions(channels)
    assert after[channels[0]] == before[channels[0]]
    assert after[channels[1]] == before[channels[1]] + 1
