"""Heartbeats of those who are here are written together, one statement a second."""

from datetime import timedelta

import pytest

from config.live import publish
from mentorship.profiles.operations import beats, note_beat
from mentorship.profiles.operations.beats import Waiting, note_seen_together
from tests.factories.accounts import NOW
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


class NoClock:
    """A timer that nobody waits for: the tests say when a second is over."""

    def __init__(self, seconds, work):
        assert seconds == 1

    def start(self):
        pass


@pytest.fixture
def waiting(monkeypatch):
    monkeypatch.setattr(beats.threading, "Timer", NoClock)
    fresh = Waiting()
    monkeypatch.setattr(beats, "WAITING", fresh)
    return fresh


def seen(mentor):
    mentor.refresh_from_db()
    return mentor.seen_at


def test_the_beats_of_a_second_are_one_statement(waiting, django_assert_num_queries):
    mentors = MentorProfileFactory.create_batch(5, seen_at=NOW - 2 * MINUTE)

    with django_assert_num_queries(0):
        for mentor in mentors:
            note_beat(mentor=mentor, at=NOW)
            note_beat(mentor=mentor, at=NOW)
    with django_assert_num_queries(1):
        assert waiting.write() == 5

    assert {seen(mentor) for mentor in mentors} == {NOW}
    assert waiting.write() == 0


def test_whoever_was_not_here_is_written_at_once_and_reaches_the_lists(
    waiting, django_capture_on_commit_callbacks
):
    mentor = MentorProfileFactory(here_until=NOW + 60 * MINUTE, seen_at=NOW - 60 * MINUTE)

    with django_capture_on_commit_callbacks(execute=True):
        note_beat(mentor=mentor, at=NOW)

    assert seen(mentor) == NOW
    assert publish.version("queue:adult") == 1
    assert waiting.write() == 0


def test_a_second_beat_within_a_minute_is_not_written(waiting):
    mentor = MentorProfileFactory(seen_at=NOW - MINUTE / 2)

    note_beat(mentor=mentor, at=NOW)

    assert waiting.write() == 0
    assert seen(mentor) == NOW - MINUTE / 2


def test_a_late_batch_never_puts_the_clock_back():
    early, late = MentorProfileFactory(seen_at=None), MentorProfileFactory(seen_at=NOW + MINUTE)

    assert note_seen_together([early.pk, late.pk], at=NOW) == 1

    assert (seen(early), seen(late)) == (NOW, NOW + MINUTE)
