"""The decisions of a conversation on plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from mentorship.conversations.rules import (
    clean_words,
    has_unstorable,
    may_change,
    new_chats_allowed,
    silenced_by,
    turn_after,
    within_pace,
)

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BEFORE = AT - timedelta(hours=1)


@pytest.mark.parametrize(
    ("turn", "side", "expected"),
    [
        ("mentor", "mentor", ("listener", AT)),
        ("mentor", "listener", ("mentor", BEFORE)),
        ("listener", "listener", ("mentor", AT)),
        ("", "listener", ("mentor", AT)),
    ],
)
def test_the_turn_goes_to_the_other_side_and_keeps_since_when(turn, side, expected):
    assert turn_after(turn=turn, since=BEFORE, side=side, at=AT) == expected


@pytest.mark.parametrize(("minutes", "allowed"), [(0, True), (15, True), (15.1, False)])
def test_a_message_may_be_changed_for_fifteen_minutes(minutes, allowed):
    assert may_change(sent_at=AT, at=AT + timedelta(minutes=minutes)) is allowed


def test_silence_names_every_reason():
    assert (
        silenced_by(
            may_meet=True,
            mentor_ended=False,
            mentor_active=True,
            listener_active=True,
            only_read=False,
        )
        == ()
    )
    assert silenced_by(
        may_meet=False,
        mentor_ended=True,
        mentor_active=False,
        listener_active=False,
        only_read=True,
    ) == ("H1", "ended", "mentor-gone", "listener-gone", "only-read")


@pytest.mark.parametrize(("days", "allowed"), [(0, 3), (6, 3), (7, 10)])
def test_a_new_account_opens_fewer_chats_in_a_day(days, allowed):
    assert new_chats_allowed(joined_at=AT - timedelta(days=days), at=AT) == allowed


@pytest.mark.parametrize(
    ("minute", "hour", "fits"), [(19, 299, True), (20, 20, False), (0, 300, False)]
)
def test_the_pace_is_bounded_by_minute_and_hour(minute, hour, fits):
    assert within_pace(last_minute=minute, last_hour=hour) is fits


def test_words_keep_their_lines_and_lose_empty_ends():
    assert clean_words(" \r\na\r\nb\rc\n ") == "a\nb\nc"


@pytest.mark.parametrize(("text", "found"), [("a\x00", True), ("\udfff", True), ("a😀", False)])
def test_signs_that_no_database_stores_are_found(text, found):
    assert has_unstorable(text) is found
