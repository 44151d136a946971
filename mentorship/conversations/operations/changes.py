"""Editing and deleting one's own message, with a trace."""

from datetime import datetime

from django.db import transaction

from accounts.people.models import User
from mentorship.conversations import rules
from mentorship.conversations.errors import ChatIsFinished, NotInThisChat, TooLateToChange
from mentorship.conversations.live import touch_people
from mentorship.conversations.models import Message, MessageRevision
from mentorship.conversations.operations import lines


@transaction.atomic
def edit_message(*, message: Message, author: User, body: str, at: datetime) -> Message:
    """Put other words in an own message; the earlier ones stay as a revision.

    The same words again change nothing. Raises TooLateToChange after 15
    minutes, ChatIsFinished, NotInThisChat for a message of somebody else,
    MayNotGoOn, or a refusal of the words.
    """
    words = lines.checked_words(body)
    message = _own_and_fresh(message, author=author, at=at)
    lines.check_may_go_on(message.conversation, at=at)
    if words == message.body:
        return message
    _keep_revision(message, at=at)
    message.body, message.edited_at = words, at
    message.save(update_fields=["body", "edited_at"])
    _tell(message)
    return message


@transaction.atomic
def delete_message(*, message: Message, author: User, at: datetime) -> Message:
    """Take the words of an own message away; its place in the order and a revision stay.

    Deleting what is deleted changes nothing. Raises TooLateToChange,
    ChatIsFinished or NotInThisChat.
    """
    if message.deleted_at and message.author_id == author.pk:
        return message
    message = _own_and_fresh(message, author=author, at=at)
    _keep_revision(message, at=at)
    message.body, message.deleted_at = "", at
    message.save(update_fields=["body", "deleted_at"])
    _tell(message)
    return message


def _own_and_fresh(message: Message, *, author: User, at: datetime) -> Message:
    """The present row, locked; refused where it may not be changed any more."""
    locked = Message.objects.select_for_update(of=("self",)).select_related(
        "conversation__mentor__user", "conversation__listener"
    )
    message = locked.get(pk=message.pk)
    if message.author_id != author.pk or message.is_automatic:
        raise NotInThisChat
    if not message.conversation.is_open:
        raise ChatIsFinished
    if message.deleted_at or not rules.may_change(sent_at=message.sent_at, at=at):
        raise TooLateToChange
    return message


def _keep_revision(message: Message, *, at: datetime) -> None:
    MessageRevision.objects.create(message=message, body=message.body, replaced_at=at)


def _tell(message: Message) -> None:
    talk = message.conversation
    touch_people(talk.public_id, talk.listener.public_id, talk.mentor.user.public_id)
