"""Storing one line of a conversation, under the locks that the act has taken."""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from accounts.people.models import User
from accounts.safeguarding.models import Block, Clearance
from accounts.safeguarding.rules import may_meet
from mentorship.conversations import rules
from mentorship.conversations.errors import (
    MayNotGoOn,
    NothingToSay,
    NotInThisChat,
    SameIdOtherWords,
    TooLong,
    TooManyMessages,
    UnreadableSigns,
)
from mentorship.conversations.models import MESSAGE_MAX_LENGTH, Conversation, Message, Side
from mentorship.profiles.models import MentorProfile


def side_of(conversation: Conversation, person: User) -> str:
    """Which side the person is on. Raises NotInThisChat for anybody else."""
    if conversation.listener_id == person.pk:
        return Side.LISTENER
    if conversation.mentor.user_id == person.pk:
        return Side.MENTOR
    raise NotInThisChat


def checked_words(body: str) -> str:
    """The words as they are stored. Raises NothingToSay, TooLong or UnreadableSigns."""
    if rules.has_unstorable(body):
        raise UnreadableSigns
    words = rules.clean_words(body)
    if not words:
        raise NothingToSay
    if len(words) > MESSAGE_MAX_LENGTH:
        raise TooLong
    return words


def hash_of(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def stored_already(*, author: User, client_id: uuid.UUID, words: str) -> Message | None:
    """The message of this client id, if it was stored. Raises SameIdOtherWords.

    Judged by what was sent, so that a later edit does not turn a retry into a clash.
    """
    stored = (
        Message.objects.select_related("conversation__mentor")
        .filter(author=author, client_id=client_id)
        .first()
    )
    if stored and stored.body_hash != hash_of(words):
        raise SameIdOtherWords(stored)
    return stored


def silence_of(conversation: Conversation, *, is_cleared: bool) -> tuple[str, ...]:
    """What keeps this pair from writing on, as codes; empty when nothing does.

    Room, languages and whether the mentor takes new talks do not count: a
    message in a conversation that exists is accepted. `is_cleared` says whether
    a clearance of the mentor is in force.
    """
    mentor, listener = conversation.mentor, conversation.listener
    return rules.silenced_by(
        may_meet=may_meet(
            mentor_band=mentor.user.band,
            mentor_is_cleared=is_cleared,
            listener_band=listener.band,
        ),
        mentor_ended=mentor.state == MentorProfile.State.ENDED,
        mentor_active=mentor.user.is_active,
        listener_active=listener.is_active,
        only_read=conversation.is_only_read,
    )


def check_may_go_on(conversation: Conversation, *, at: datetime) -> None:
    """Raises MayNotGoOn where the pair may no longer talk; a block counts, whoever made it."""
    cleared = Clearance.objects.in_force(at=at).filter(user=conversation.mentor.user_id)
    asks = conversation.listener.band != conversation.mentor.user.band
    codes = silence_of(conversation, is_cleared=asks and cleared.exists())
    if Block.objects.between(conversation.listener, conversation.mentor.user).exists():
        codes += ("H5",)
    if codes:
        raise MayNotGoOn(codes)


def check_pace(author: User, *, at: datetime) -> None:
    """Raises TooManyMessages beyond 20 in a minute or 300 in an hour."""
    sent = Message.objects.sent_since(author=author, since=at - timedelta(hours=1)).aggregate(
        hour=Count("pk"), minute=Count("pk", filter=Q(sent_at__gt=at - timedelta(minutes=1)))
    )
    if not rules.within_pace(last_minute=sent["minute"], last_hour=sent["hour"]):
        raise TooManyMessages


def append_line(
    conversation: Conversation,
    *,
    author: User,
    words: str,
    client_id: uuid.UUID,
    at: datetime,
    is_automatic: bool,
) -> Message:
    """Store the next line and move the conversation on; its row is locked by the caller."""
    side = side_of(conversation, author)
    conversation.last_seq += 1
    try:
        with transaction.atomic():
            message = Message.objects.create(
                conversation=conversation,
                seq=conversation.last_seq,
                author=author,
                client_id=client_id,
                body=words,
                body_hash=hash_of(words),
                is_automatic=is_automatic,
                sent_at=at,
            )
    except IntegrityError as clash:
        # The same id was used in another conversation at this very moment.
        raise SameIdOtherWords from clash
    _move_on(conversation, side=side, at=at, is_automatic=is_automatic)
    return message


def _move_on(conversation: Conversation, *, side: str, at: datetime, is_automatic: bool) -> None:
    conversation.turn, conversation.turn_since = rules.turn_after(
        turn=conversation.turn, since=conversation.turn_since, side=side, at=at
    )
    conversation.moved_at = at
    if side == Side.LISTENER:
        conversation.listener_message_count += 1
    else:
        conversation.mentor_message_count += 1
        if not is_automatic and conversation.first_reply_at is None:
            conversation.first_reply_at = at
    conversation.save()
