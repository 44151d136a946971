"""Opening a conversation, talking in it, passing the turn and finishing it."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from accounts.people.models import User
from mentorship.conversations import rules
from mentorship.conversations.errors import (
    AlreadyTalking,
    ChatIsFinished,
    SameIdOtherWords,
    TooManyNewChats,
)
from mentorship.conversations.live import touch_people
from mentorship.conversations.models import Conversation, Message, Side
from mentorship.conversations.operations import lines
from mentorship.conversations.operations.places import (
    check_has_room,
    check_may_take_a_place,
    lock_mentor,
    lock_pair,
    record_places,
    record_served,
)
from mentorship.conversations.operations.reading import clear_draft
from mentorship.profiles.models import MentorProfile


@transaction.atomic
def open_conversation(
    *, listener: User, mentor: MentorProfile, note: str, client_id: uuid.UUID, at: datetime
) -> Conversation:
    """Open a conversation with a first note, or the finished one of this pair again where no
    block has come between the two since.

    Both people and the mentor's row are locked first and the places are counted in a
    later statement: of many who press at once, one gets the last place. The same
    client id and words twice answer the conversation that was opened. Raises
    MentorIsFull, MayNotWrite, AlreadyTalking, TooManyNewChats or
    SameIdOtherWords, or a refusal of the words; then nothing has changed.
    """
    words = lines.checked_words(note)
    listener, mentor = lock_pair(listener.pk, mentor.pk)
    stored = lines.stored_already(author=listener, client_id=client_id, words=words)
    if stored:
        if stored.conversation.mentor_id != mentor.pk:
            raise SameIdOtherWords(stored)
        return stored.conversation
    talks = Conversation.objects.between(listener=listener, mentor_id=mentor.pk)
    conversation = talks.that_may_go_on().first()
    if conversation and conversation.is_open:
        raise AlreadyTalking(conversation)
    check_may_take_a_place(listener=listener, mentor=mentor, at=at)
    _check_new_chats(listener, at=at)
    lines.check_pace(listener, at=at)
    if conversation:
        conversation = locked(conversation)
        _reopen(conversation, at=at)
    else:
        conversation = _create(listener, mentor, at=at)
    lines.append_line(
        conversation, author=listener, words=words, client_id=client_id, at=at, is_automatic=False
    )
    clear_draft(author=listener, mentor=mentor)
    _settle(conversation, mentor, served=True, at=at)
    return conversation


@transaction.atomic
def say(
    *,
    conversation: Conversation,
    author: User,
    body: str,
    client_id: uuid.UUID,
    at: datetime,
    is_automatic: bool = False,
) -> Message:
    """Store a message and pass the turn to the other side.

    Accepted in an open conversation whatever the mentor's room; in a finished
    one it opens the conversation again where there is room, unless a block has ended it.
    The same client id and words twice are one message. Raises SameIdOtherWords, MayNotGoOn,
    MayNotWrite, MentorIsFull or NoPlaceLeft, TooManyMessages, NotInThisChat, or
    a refusal of the words.
    """
    words = lines.checked_words(body)
    _listener, mentor = lock_pair(conversation.listener_id, conversation.mentor_id)
    stored = lines.stored_already(author=author, client_id=client_id, words=words)
    if stored:
        if stored.conversation_id != conversation.pk:
            raise SameIdOtherWords(stored)
        return stored
    conversation, reopened = _ready(conversation, mentor, author=author, at=at)
    if not is_automatic:
        lines.check_pace(author, at=at)
    message = lines.append_line(
        conversation,
        author=author,
        words=words,
        client_id=client_id,
        at=at,
        is_automatic=is_automatic,
    )
    clear_draft(author=author, conversation=conversation)
    _settle(conversation, mentor, served=reopened, at=at)
    return message


@transaction.atomic
def pass_turn(*, conversation: Conversation, by: User, at: datetime) -> Conversation:
    """ "Nothing for me to do": the turn goes to the other side without a message.

    Pressing it when it is not one's turn changes nothing. Raises ChatIsFinished
    or NotInThisChat.
    """
    mentor = lock_mentor(conversation.mentor_id)
    conversation = locked(conversation)
    side = lines.side_of(conversation, by)
    if not conversation.is_open:
        raise ChatIsFinished
    if conversation.turn != rules.other_side(side):
        conversation.turn, conversation.turn_since = rules.other_side(side), at
        conversation.save(update_fields=["turn", "turn_since"])
        _settle(conversation, mentor, served=False, at=at)
    return conversation


@transaction.atomic
def finish(*, conversation: Conversation, by: User, at: datetime) -> Conversation:
    """Finish a conversation, which gives its place back; it can be read from then on.

    Finishing what is finished changes nothing. Raises NotInThisChat.
    """
    mentor = lock_mentor(conversation.mentor_id)
    conversation = locked(conversation)
    close(conversation, mentor, by=by, at=at)
    return conversation


def close(conversation: Conversation, mentor: MentorProfile, *, by: User, at: datetime) -> bool:
    """Close a conversation and give its place back; says whether it was open.

    It is locked, and its mentor before it. Raises NotInThisChat.
    """
    side = lines.side_of(conversation, by)
    if not conversation.is_open:
        return False
    conversation.closed_at, conversation.closed_by = at, side
    conversation.turn, conversation.turn_since = "", at
    conversation.save(update_fields=["closed_at", "closed_by", "turn", "turn_since"])
    _settle(conversation, mentor, served=False, at=at)
    return True


def locked(conversation: Conversation) -> Conversation:
    """The present row, locked. Taken after the mentor's, always in this order."""
    return (
        Conversation.objects.select_for_update(of=("self",)).with_people().get(pk=conversation.pk)
    )


def _ready(
    conversation: Conversation, mentor: MentorProfile, *, author: User, at: datetime
) -> tuple[Conversation, bool]:
    """The locked conversation, open for a line of `author`; and whether that reopened it."""
    conversation = locked(conversation)
    side = lines.side_of(conversation, author)
    lines.check_may_go_on(conversation, at=at)
    if conversation.is_open:
        return conversation, False
    if side == Side.LISTENER:
        check_may_take_a_place(listener=conversation.listener, mentor=mentor, at=at)
    else:
        check_has_room(mentor, at=at)
    _reopen(conversation, at=at)
    return conversation, True


def _check_new_chats(listener: User, *, at: datetime) -> None:
    opened = Conversation.objects.filter(
        listener=listener, opened_at__gt=at - timedelta(days=1), imported_talk=None
    ).count()
    if opened >= rules.new_chats_allowed(joined_at=listener.joined_at, at=at):
        raise TooManyNewChats


def _create(listener: User, mentor: MentorProfile, *, at: datetime) -> Conversation:
    return Conversation.objects.create(
        mentor=mentor,
        listener=listener,
        space=listener.band,
        opened_at=at,
        turn=Side.MENTOR,
        turn_since=at,
        moved_at=at,
    )


def _reopen(conversation: Conversation, *, at: datetime) -> None:
    """In memory; the line that follows saves the row."""
    conversation.closed_at, conversation.closed_by = None, ""
    conversation.turn, conversation.turn_since = "", at


def _settle(
    conversation: Conversation, mentor: MentorProfile, *, served: bool, at: datetime
) -> None:
    """What every act ends with: the snapshots of the mentor, and word to both people's pages."""
    if served:
        record_served(mentor, at=at)
    record_places(mentor, at=at)
    touch_people(conversation.public_id, conversation.listener.public_id, mentor.user.public_id)
