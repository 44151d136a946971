"""What lets two people talk is withdrawn while they begin to, on real connections (PostgreSQL)."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from accounts.people.operations import close_account
from config.kit.errors import DomainError
from mentorship.conversations.models import Conversation, Message
from mentorship.conversations.operations import close_talks_of, open_conversation, say
from mentorship.profiles.operations import change_state, end_clearance, settle_presence
from mentorship.profiles.operations.presence import extend_window
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory
from tests.races.test_last_place import Crowd

pytestmark = [pytest.mark.races, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 30
LISTENERS = 7


def opened(listener, mentor):
    try:
        return open_conversation(
            listener=listener, mentor=mentor, note="Hi", client_id=uuid.uuid4(), at=NOW
        )
    except DomainError:
        return None


def said(talk, author):
    try:
        return say(conversation=talk, author=author, body="Hi", client_id=uuid.uuid4(), at=NOW)
    except DomainError:
        return None


def talks_with(mentor):
    return Conversation.objects.filter(mentor=mentor).count()


def round_of(mentor, listeners, withdraw):
    """One thread withdraws and counts the talks right after; the others open one each."""

    def acting(number):
        if number:
            return opened(listeners[number - 1], mentor)
        withdraw(mentor)
        return talks_with(mentor)

    return acting


def none_slips_past(mentors, listeners, withdraw):
    with Crowd(len(listeners) + 1) as crowd:
        for mentor in mentors:
            counted, *talks = crowd.all_at_once(round_of(mentor, listeners, withdraw))
            made = [talk for talk in talks if talk]

            assert talks_with(mentor) == len(made) == counted
            mentor.refresh_from_db()
            assert mentor.active_count == counted
            assert opened(UserFactory(band=listeners[0].band), mentor) is None
            Conversation.objects.filter(mentor=mentor).update(opened_at=NOW - timedelta(days=2))


@pytest.mark.parametrize("act", ["pause", "end"])
def test_no_talk_is_opened_once_the_approval_is_withdrawn(act):
    coordinator = UserFactory(coordinator=True)
    mentors = MentorProfileFactory.create_batch(ROUNDS, capacity=10)

    def withdraw(mentor):
        change_state(mentor=mentor, act=act, actor=coordinator, reason="Left", at=NOW)

    none_slips_past(mentors, UserFactory.create_batch(LISTENERS), withdraw)


def test_no_teen_is_reached_once_the_clearance_has_ended():
    coordinator = UserFactory(coordinator=True)
    mentors = MentorProfileFactory.create_batch(ROUNDS, capacity=10)
    for mentor in mentors:
        ClearanceFactory(user=mentor.user)

    def withdraw(mentor):
        end_clearance(mentor=mentor, actor=coordinator, reason="Over", at=NOW)

    none_slips_past(mentors, UserFactory.create_batch(LISTENERS, teen=True), withdraw)


def test_of_a_closed_account_and_a_first_note_no_open_talk_remains():
    moderator = UserFactory(moderator=True)
    pairs = [(UserFactory(), MentorProfileFactory()) for _ in range(2 * ROUNDS)]

    def of(listener, mentor, person):
        def acting(number):
            if number:
                return opened(listener, mentor)
            close_account(user=person, actor=moderator, reason="Unkind", at=NOW)
            return close_talks_of(person=person, at=NOW)

        return acting

    with Crowd(2) as crowd:
        for number, (listener, mentor) in enumerate(pairs):
            person = listener if number % 2 else mentor.user
            crowd.all_at_once(of(listener, mentor, person))

    assert not Conversation.objects.open().exists()
    assert Message.objects.count() == Conversation.objects.count()


def test_a_window_that_ends_loses_no_message_and_no_place():
    mentors = MentorProfileFactory.create_batch(
        ROUNDS, capacity=3, here_until=NOW - timedelta(seconds=1), seen_at=NOW
    )
    listeners = UserFactory.create_batch(2)

    def of(mentor, talk):
        def acting(number):
            if number == 0:
                return settle_presence(mentor.pk, at=NOW)
            if number < 3:
                return opened(listeners[number - 1], mentor)
            return said(talk, talk.listener if number == 3 else mentor.user)

        return acting

    with Crowd(5) as crowd:
        for mentor in mentors:
            talk = ConversationFactory(mentor=mentor)
            settled, *stored = crowd.all_at_once(of(mentor, talk))

            mentor.refresh_from_db()
            assert settled is True
            assert mentor.here_until is None
            assert all(stored)
            assert talks_with(mentor) == mentor.active_count == 3
            assert talk.messages.count() == 2
            Conversation.objects.filter(mentor=mentor).update(opened_at=NOW - timedelta(days=2))
            Message.objects.update(sent_at=NOW - timedelta(days=2))


def test_a_window_made_longer_while_it_ends_goes_on():
    mentors = MentorProfileFactory.create_batch(
        ROUNDS, here_until=NOW - timedelta(seconds=1), seen_at=NOW
    )

    def of(mentor):
        return lambda number: (
            extend_window(mentor=mentor, at=NOW) if number else settle_presence(mentor.pk, at=NOW)
        )

    with Crowd(2) as crowd:
        for mentor in mentors:
            crowd.all_at_once(of(mentor))
            mentor.refresh_from_db()

            assert mentor.here_until == NOW + timedelta(hours=1)
    assert connection.vendor == "postgresql"
