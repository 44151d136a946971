"""A block and a message meet, each on a connection of its own (PostgreSQL)."""

import uuid

import pytest
from django.db import IntegrityError

from accounts.safeguarding.models import Block
from config.kit.errors import DomainError
from mentorship.conversations.models import Conversation, Message
from mentorship.conversations.operations import block_person, open_conversation, say
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory
from tests.races.test_last_place import Crowd

pytestmark = [pytest.mark.races, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 40


def stored(act):
    try:
        act()
    except DomainError:
        return False
    return True


def test_a_message_is_stored_before_the_block_or_refused_after_it():
    talks = [ConversationFactory() for _ in range(ROUNDS)]

    def of(talk):
        def acting(number):
            if number == 0:
                block_person(by=talk.listener, person=talk.mentor.user, at=NOW)
                return None
            author = talk.mentor.user if number % 2 else talk.listener
            return stored(
                lambda: say(
                    conversation=talk, author=author, body="Hi", client_id=uuid.uuid4(), at=NOW
                )
            )

        return acting

    with Crowd(5) as crowd:
        for talk in talks:
            said = crowd.all_at_once(of(talk))[1:]
            talk.refresh_from_db()

            assert talk.closed_at == NOW
            assert talk.messages.count() == said.count(True)
            talk.mentor.refresh_from_db()
            assert talk.mentor.active_count == 0


def test_of_a_block_and_a_first_note_no_open_talk_remains():
    pairs = [(UserFactory(), MentorProfileFactory()) for _ in range(ROUNDS)]

    def of(listener, mentor):
        def acting(number):
            if number:
                return block_person(by=mentor.user, person=listener, at=NOW)
            return stored(
                lambda: open_conversation(
                    listener=listener, mentor=mentor, note="Hi", client_id=uuid.uuid4(), at=NOW
                )
            )

        return acting

    with Crowd(2) as crowd:
        for pair in pairs:
            crowd.all_at_once(of(*pair))

    assert Block.objects.count() == ROUNDS
    assert not Conversation.objects.open().exists()


def test_the_database_lets_no_message_slip_past_a_block_made_round_the_operations():
    talks = [ConversationFactory() for _ in range(ROUNDS)]

    def of(talk):
        def acting(number):
            if number == 0:
                Block.objects.create(blocker=talk.listener, blocked=talk.mentor.user, made_at=NOW)
                return None
            try:
                return MessageFactory(conversation=talk, seq=number, sent_at=NOW).pk
            except IntegrityError:
                return None

        return acting

    with Crowd(3) as crowd:
        for talk in talks:
            crowd.all_at_once(of(talk))
            known = Message.objects.filter(conversation=talk).count()
            with pytest.raises(IntegrityError):
                MessageFactory(conversation=talk, seq=9, sent_at=NOW)

            assert Message.objects.filter(conversation=talk).count() == known
