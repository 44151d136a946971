"""Talks of an export become conversations: living ones open, the others closed."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from accounts.models import User
from accounts.safeguarding.models import Block
from config.live.models import LiveKey
from config.live.registry import person_channel
from mentorship.conversations.operations import finish, pass_turn, say
from mentorship.models import Conversation, MentorProfile
from tests.factories.mentorship import ConversationFactory
from tests.mentorship.intake.exports import (
    ENDS_AT,
    OPEN,
    WAITING,
    community,
    take_in,
)

pytestmark = pytest.mark.django_db


def test_a_finished_talk_is_closed_with_its_counts_and_times(tmp_path):
    community(tmp_path)

    talk = Conversation.objects.get(imported_talk="t9000001")
    assert (talk.opened_at.hour, talk.first_reply_at.hour, talk.closed_at.hour) == (10, 11, 12)
    assert (talk.mentor_message_count, talk.listener_message_count, talk.minutes) == (7, 6, 30)
    assert (talk.outcome, talk.turn, talk.space) == ("completed", "", "adult")
    assert [(line.author, line.seq) for line in talk.messages.all()] == [(None, 1)]
    assert MentorProfile.objects.get().last_served_at == talk.opened_at


def test_a_waiting_talk_is_open_and_waits_on_the_mentor(tmp_path):
    community(tmp_path, talks=[WAITING])

    talk = Conversation.objects.get()
    assert (talk.closed_at, talk.turn, talk.turn_since) == (None, "mentor", talk.opened_at)
    assert MentorProfile.objects.get().active_count == 1


def test_an_open_talk_is_open_and_nobodys_turn(tmp_path):
    community(tmp_path, talks=[OPEN])

    talk = Conversation.objects.get()
    assert (talk.closed_at, talk.turn) == (None, "")
    assert talk.moved_at == talk.first_reply_at


@pytest.mark.parametrize(
    ("outcome", "replied", "ended", "closed_by"),
    [
        ("unanswered", "", "", ""),
        ("withdrawn", "", "2026-11-20T12:00:00+00:00", "listener"),
        ("declined", "2026-11-20T12:00:00+00:00", "2026-11-20T12:00:00+00:00", "mentor"),
        ("no_show", "2026-11-20T11:00:00+00:00", "2026-11-20T12:00:00+00:00", ""),
    ],
)
def test_every_other_talk_is_closed(tmp_path, outcome, replied, ended, closed_by):
    talk = {"outcome": outcome, "first_reply_at": replied, "ended_at": ended, "minutes": "0"}
    community(tmp_path, talks=[talk | {"kind": "session"}])

    talk = Conversation.objects.get()
    assert talk.closed_at == datetime(2026, 11, 20, 12 if ended else 10, tzinfo=UTC)
    assert (talk.closed_by, talk.outcome) == (closed_by, outcome)


def test_imported_places_may_exceed_the_capacity(tmp_path):
    listeners = [{"handle": f"fern{n}", "email": f"f{n}@example.org"} for n in range(3)]
    talks = [WAITING | {"id": f"t900000{n}", "listener": f"fern{n}"} for n in range(3)]
    community(tmp_path, mentors=[{"capacity": "1"}], listeners=listeners, talks=talks)

    assert MentorProfile.objects.get().active_count == 3


def test_an_open_conversation_here_keeps_its_place_beside_an_imported_one(tmp_path):
    community(tmp_path, talks=[])
    people = {
        "mentor": MentorProfile.objects.get(),
        "listener": User.objects.get(username="quiet_fern"),
    }
    ConversationFactory(**people)

    summary = take_in(tmp_path / "later", talks=[WAITING])

    assert Conversation.objects.open().count() == 1
    assert Conversation.objects.get(imported_talk="t9000001").closed_at is not None
    assert summary.left_alone["outcome"] == 1


def parted(listener, mentor, way):
    """Two people of an import whom a block or the spaces keep apart here."""
    if way == "spaces":
        User.objects.filter(pk=listener.pk).update(band="teen")
    else:
        Block.objects.create(blocker=listener, blocked=mentor.user, made_at=ENDS_AT)


@pytest.mark.parametrize("way", ["spaces", "block"])
def test_no_talk_is_open_of_two_who_may_not_meet_here(tmp_path, way):
    community(tmp_path, talks=[])
    mentor = MentorProfile.objects.get()
    parted(User.objects.get(username="quiet_fern"), mentor, way)

    summary = take_in(tmp_path / "later", talks=[WAITING])

    assert Conversation.objects.get().closed_at is not None
    assert summary.left_alone["outcome"] == 1
    mentor.refresh_from_db()
    assert mentor.active_count == 0


@pytest.mark.parametrize("way", ["spaces", "block"])
def test_a_talk_that_goes_on_there_stays_finished_between_two_who_may_not_meet_here(tmp_path, way):
    community(tmp_path)
    parted(User.objects.get(username="quiet_fern"), MentorProfile.objects.get(), way)

    summary = community(tmp_path / "later", talks=[WAITING])

    assert Conversation.objects.get().closed_at is not None
    assert summary.left_alone["outcome"] == 1


# A later export


def test_a_talk_that_ended_there_ends_here(tmp_path):
    community(tmp_path, talks=[WAITING])

    community(tmp_path)

    talk = Conversation.objects.get()
    assert (talk.closed_at.hour, talk.turn, talk.outcome) == (12, "", "completed")
    assert MentorProfile.objects.get().active_count == 0


def test_a_talk_that_went_on_here_stays_open(tmp_path):
    community(tmp_path, talks=[WAITING])
    Conversation.objects.update(last_seq=2, turn="listener")

    summary = community(tmp_path)

    talk = Conversation.objects.get()
    assert (talk.closed_at, talk.turn, talk.minutes) == (None, "listener", 30)
    assert summary.left_alone["outcome"] == 1


def test_a_talk_that_was_finished_here_stays_finished(tmp_path):
    community(tmp_path, talks=[WAITING])
    talk = Conversation.objects.get()
    finish(conversation=talk, by=talk.listener, at=ENDS_AT)

    summary = community(tmp_path, talks=[OPEN])

    talk.refresh_from_db()
    assert (talk.closed_at, talk.closed_by) == (ENDS_AT, "listener")
    assert summary.left_alone["outcome"] == 1


def test_a_turn_that_was_passed_here_stays_passed(tmp_path):
    community(tmp_path, talks=[WAITING])
    talk = Conversation.objects.get()
    pass_turn(conversation=talk, by=talk.mentor.user, at=ENDS_AT)

    community(tmp_path, talks=[WAITING | {"requested_at": "2026-11-20T10:00:01+00:00"}])

    talk.refresh_from_db()
    assert (talk.turn, talk.turn_since) == ("listener", ENDS_AT)


def test_what_was_said_there_is_added_to_what_was_said_here(tmp_path):
    community(tmp_path, talks=[OPEN])
    talk = Conversation.objects.get()
    say(conversation=talk, author=talk.listener, body="Hi", client_id=uuid4(), at=ENDS_AT)

    community(tmp_path, talks=[OPEN | {"mentor_messages": "9", "listener_messages": "8"}])

    talk.refresh_from_db()
    assert (talk.mentor_message_count, talk.listener_message_count) == (9, 9)


def test_both_peoples_open_pages_hear_of_a_talk_that_moved(
    tmp_path, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        community(tmp_path, talks=[WAITING])
    talk = Conversation.objects.get()
    heard = LiveKey.objects.filter(key=f"chat:{talk.public_id}")
    assert heard.count() == 0

    with django_capture_on_commit_callbacks(execute=True):
        community(tmp_path)

    people = (talk.listener, talk.mentor.user)
    assert set(heard.values_list("channel", flat=True)) == {
        person_channel(person.public_id) for person in people
    }


@pytest.mark.postgres
def test_a_mentor_is_locked_before_their_talks_are_written(tmp_path, django_assert_max_num_queries):
    community(tmp_path, talks=[WAITING])

    with django_assert_max_num_queries(100) as asked:
        community(tmp_path)

    said = [query["sql"] for query in asked]
    writes = [n for n, sql in enumerate(said) if sql.startswith('UPDATE "mentorship_conversation"')]
    locks = [n for n, sql in enumerate(said) if "mentorprofile" in sql and "FOR UPDATE" in sql]
    counts = [n for n, sql in enumerate(said) if "COUNT" in sql and "conversation" in sql]
    assert locks[0] < writes[0]
    assert locks[1] < counts[0]
