"""Decisions about a conversation, on plain values. No clock, no database."""

from datetime import datetime, timedelta

MENTOR = "mentor"
LISTENER = "listener"

CHANGE_WITHIN = timedelta(minutes=15)
NEW_ACCOUNT = timedelta(days=7)
NEW_CHATS_A_DAY = 10
NEW_CHATS_A_DAY_AT_FIRST = 3
MESSAGES_A_MINUTE = 20
MESSAGES_AN_HOUR = 300


def other_side(side: str) -> str:
    """The side that is not `side`."""
    return LISTENER if side == MENTOR else MENTOR


def turn_after(*, turn: str, since: datetime, side: str, at: datetime) -> tuple[str, datetime]:
    """Whose turn it is after `side` wrote or had nothing to do, and since when.

    A second message does not make the other side wait less long: the turn stays
    theirs since it became theirs.
    """
    theirs = other_side(side)
    return (theirs, since) if turn == theirs else (theirs, at)


def may_change(*, sent_at: datetime, at: datetime) -> bool:
    """A message may be edited or deleted by its author within 15 minutes, the last included."""
    return at - sent_at <= CHANGE_WITHIN


def silenced_by(
    *,
    may_meet: bool,
    mentor_ended: bool,
    mentor_active: bool,
    listener_active: bool,
    only_read: bool,
) -> tuple[str, ...]:
    """Name what keeps an existing conversation from going on; empty when nothing does."""
    return tuple(
        code
        for code, holds in (
            ("H1", may_meet),
            ("ended", not mentor_ended),
            ("mentor-gone", mentor_active),
            ("listener-gone", listener_active),
            ("only-read", not only_read),
        )
        if not holds
    )


def new_chats_allowed(*, joined_at: datetime, at: datetime) -> int:
    """How many conversations one person may open in a day; fewer in the first week."""
    return NEW_CHATS_A_DAY_AT_FIRST if at - joined_at < NEW_ACCOUNT else NEW_CHATS_A_DAY


def within_pace(*, last_minute: int, last_hour: int) -> bool:
    """May one more message follow so many of the last minute and the last hour?"""
    return last_minute < MESSAGES_A_MINUTE and last_hour < MESSAGES_AN_HOUR


def clean_words(text: str) -> str:
    """Line ends as the database keeps them, and nothing empty at either end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def has_unstorable(text: str) -> bool:
    """NUL and lone surrogates have no place in a text column."""
    return any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in text)
