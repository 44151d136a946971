"""A first message to a sample mentor is answered within a minute, the ordinary way."""

import uuid
from datetime import timedelta

import pytest

from config.schedule import SAMPLE_BEAT
from mentorship.conversations.operations import finish, open_conversation, say
from mentorship.sample.operations import answer_first_messages
from tests.factories.accounts import NOW, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory

SOON = NOW + timedelta(seconds=20)


@pytest.fixture
def sample(settings, db):
    settings.SAMPLE = True


def sample_mentor():
    return MentorProfileFactory(user__is_sample=True, user__imported_at=NOW - timedelta(days=1))


def write_to(mentor, listener=None, at=NOW):
    return open_conversation(
        listener=listener or UserFactory(),
        mentor=mentor,
        note="Hi, I am new and a bit nervous.",
        client_id=uuid.uuid4(),
        at=at,
    )


def test_the_answer_is_the_mentors_and_marked_as_automatic(sample):
    mentor = sample_mentor()
    talk = write_to(mentor)

    assert answer_first_messages(at=SOON) == 1

    answer = talk.messages.last()
    assert (answer.author, answer.is_automatic, answer.sent_at) == (mentor.user, True, SOON)
    talk.refresh_from_db()
    assert (talk.turn, talk.first_reply_at) == ("listener", None)


def test_only_the_first_message_is_answered(sample):
    talk = write_to(sample_mentor())
    answer_first_messages(at=SOON)
    again = {"body": "Thank you!", "client_id": uuid.uuid4(), "at": SOON}
    say(conversation=talk, author=talk.listener, **again)

    assert answer_first_messages(at=SOON + timedelta(minutes=1)) == 0


def test_a_message_of_this_moment_waits_a_little(sample):
    write_to(sample_mentor())

    assert answer_first_messages(at=NOW + timedelta(seconds=2)) == 0


def test_the_clock_ticks_often_enough_for_a_minute():
    row = SAMPLE_BEAT["sample: first messages wait for an answer"]

    assert row["schedule"] <= 30


def test_others_answer_themselves(sample):
    write_to(MentorProfileFactory(user__is_sample=True))
    imported = UserFactory(imported_at=NOW - timedelta(days=1))
    write_to(sample_mentor(), listener=imported)
    ConversationFactory(mentor=sample_mentor(), imported_talk="t0000001")

    assert answer_first_messages(at=SOON) == 0


def test_a_finished_talk_is_left_alone(sample):
    talk = write_to(sample_mentor())
    finish(conversation=talk, by=talk.listener, at=NOW)

    assert answer_first_messages(at=SOON) == 0


@pytest.mark.django_db
def test_nothing_happens_outside_the_sample(settings):
    settings.SAMPLE = False
    talk = write_to(sample_mentor())

    assert answer_first_messages(at=SOON) == 0
    assert talk.messages.count() == 1
