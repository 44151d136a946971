"""Many people press at once, each on a connection of their own (PostgreSQL)."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from mentorship.conversations.errors import ManyAtOnce, MentorIsFull
from mentorship.conversations.models import Conversation, Message
from mentorship.conversations.operations import open_conversation, say
from mentorship.conversations.operations.places import lock_mentor
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory

pytestmark = [pytest.mark.races, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

PEOPLE = 64
ROUNDS = 100
LONG_ENOUGH = 120  # seconds until a thread that hangs is given up


class Crowd:
    """So many threads, each with a connection that stays open over all rounds."""

    def __init__(self, size):
        self.size = size
        self.pool = ThreadPoolExecutor(size)
        self.start = threading.Barrier(size)

    def __enter__(self):
        self.all_at_once(lambda number: self._connect())
        return self

    def __exit__(self, *_):
        self.all_at_once(lambda number: connection.close())
        self.pool.shutdown()

    def _connect(self):
        with connection.cursor() as cursor:
            # Threads share one interpreter here, so the last in line waits longer than in life.
            cursor.execute("SET lock_timeout = '60s'")

    def all_at_once(self, act):
        """What `act(number)` returned in each thread; all of them begin together."""

        def begin(number):
            self.start.wait(LONG_ENOUGH)
            return act(number)

        waiting = [self.pool.submit(begin, number) for number in range(self.size)]
        return [result.result(LONG_ENOUGH) for result in waiting]


def test_the_last_place_goes_to_exactly_one_of_64_a_hundred_times():
    listeners = UserFactory.create_batch(PEOPLE)
    mentors = MentorProfileFactory.create_batch(ROUNDS, capacity=2)

    def press(mentor, at):
        def pressed(number):
            try:
                return open_conversation(
                    listener=listeners[number],
                    mentor=mentor,
                    note=f"I am number {number}",
                    client_id=uuid.uuid4(),
                    at=at,
                ).pk
            except MentorIsFull:
                return None

        return pressed

    with Crowd(PEOPLE) as crowd:
        for number, mentor in enumerate(mentors):
            ConversationFactory(mentor=mentor)  # one of the two places is held
            at = NOW + number * timedelta(days=2)  # nobody meets the limit of a day
            winners = [pk for pk in crowd.all_at_once(press(mentor, at)) if pk is not None]

            assert len(winners) == 1
            assert Conversation.objects.filter(mentor=mentor).count() == 2
            mentor.refresh_from_db()
            assert mentor.active_count == 2
    assert Message.objects.count() == ROUNDS


def test_one_listener_pressing_many_times_opens_one_conversation():
    listener, mentor, client_id = UserFactory(), MentorProfileFactory(capacity=10), uuid.uuid4()

    with Crowd(16) as crowd:
        opened = crowd.all_at_once(
            lambda number: (
                open_conversation(
                    listener=listener, mentor=mentor, note="Hi", client_id=client_id, at=NOW
                ).pk
            )
        )

    assert len(set(opened)) == 1
    assert (Conversation.objects.count(), Message.objects.count()) == (1, 1)


def test_a_message_sent_twice_at_once_is_stored_once():
    talk = ConversationFactory()

    with Crowd(2) as crowd:
        for _ in range(50):
            client_id = uuid.uuid4()
            stored = crowd.all_at_once(
                lambda number, sent_as=client_id: (
                    say(
                        conversation=talk,
                        author=talk.mentor.user,
                        body="Hi",
                        client_id=sent_as,
                        at=NOW,
                        is_automatic=True,  # outside the limit of messages a minute
                    ).pk
                )
            )
            assert stored[0] == stored[1]

    assert Message.objects.count() == 50


def test_messages_of_both_sides_at_once_are_numbered_without_a_gap():
    talk = ConversationFactory()
    people = [talk.mentor.user, talk.listener] * 8

    with Crowd(len(people)) as crowd:
        crowd.all_at_once(
            lambda number: (
                say(
                    conversation=talk,
                    author=people[number],
                    body=f"Line {number}",
                    client_id=uuid.uuid4(),
                    at=NOW,
                ).pk
            )
        )

    talk.refresh_from_db()
    assert [message.seq for message in talk.messages.all()] == list(range(1, 17))
    assert talk.last_seq == 16


def test_whoever_waits_too_long_is_asked_to_send_once_more():
    mentor, listener = MentorProfileFactory(), UserFactory()
    held, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            lock_mentor(mentor.pk)
            held.set()
            done.wait(LONG_ENOUGH)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        held.wait(LONG_ENOUGH)
        try:
            with pytest.raises(ManyAtOnce):
                open_conversation(
                    listener=listener, mentor=mentor, note="Hi", client_id=uuid.uuid4(), at=NOW
                )
        finally:
            done.set()
            holding.result(LONG_ENOUGH)

    assert not Conversation.objects.exists()
