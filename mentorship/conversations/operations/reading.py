"""Read marks and drafts: what one person keeps for themselves."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.people.models import User
from mentorship.conversations.errors import TooLong, UnreadableSigns
from mentorship.conversations.live import touch_people
from mentorship.conversations.models import (
    DRAFT_MAX_LENGTH,
    Conversation,
    Draft,
    Message,
    ReadMark,
)
from mentorship.conversations.rules import has_unstorable
from mentorship.profiles.models import MentorProfile


@transaction.atomic
def mark_read(*, conversation: Conversation, reader: User, seq: int) -> bool:
    """Note that the reader has read up to `seq`, never back; say whether that moved the mark.

    Only the reader's own pages hear of it.
    """
    seq = min(seq, conversation.last_seq)
    marks = ReadMark.objects.filter(conversation=conversation, reader=reader)
    known = marks.values_list("seq", flat=True).first()
    if seq <= (known or 0):
        return False
    if known is None:
        mark = ReadMark(conversation=conversation, reader=reader, seq=seq)
        ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
    else:
        marks.filter(seq__lt=seq).update(seq=seq)
    touch_people(conversation.public_id, reader.public_id)
    return True


def save_draft(
    *,
    author: User,
    body: str,
    at: datetime,
    conversation: Conversation | None = None,
    mentor: MentorProfile | None = None,
    client_id: uuid.UUID | None = None,
) -> None:
    """Keep unsent words, for a conversation or for a mentor not yet written to.

    Empty words clear the draft. Words whose message of `client_id` is stored
    meanwhile are not kept, and newer ones stay: the draft came late. Raises
    TooLong or UnreadableSigns.
    """
    if has_unstorable(body):
        raise UnreadableSigns
    if len(body) > DRAFT_MAX_LENGTH:
        raise TooLong
    if client_id and Message.objects.filter(author=author, client_id=client_id).exists():
        return
    if not body.strip():
        clear_draft(author=author, conversation=conversation, mentor=mentor)
        return
    place = "conversation" if conversation else "mentor"
    Draft.objects.bulk_create(
        [Draft(author=author, conversation=conversation, mentor=mentor, body=body, saved_at=at)],
        update_conflicts=True,
        unique_fields=["author", place],
        update_fields=["body", "saved_at"],
    )


@transaction.atomic
def add_to_draft(
    *,
    author: User,
    body: str,
    at: datetime,
    conversation: Conversation | None = None,
    mentor: MentorProfile | None = None,
) -> None:
    """Keep words that come from another page behind those that are kept here already.

    Words that are there already are not kept twice. Raises TooLong or
    UnreadableSigns, and then nothing has changed.
    """
    place = {"author": author, "conversation": conversation, "mentor": mentor}
    kept = Draft.objects.filter(**place).values_list("body", flat=True).first() or ""
    if body.strip() not in kept:
        words = f"{kept.rstrip()}\n\n{body}" if kept.strip() else body
        save_draft(author=author, body=words, at=at, conversation=conversation, mentor=mentor)


def clear_draft(
    *,
    author: User,
    conversation: Conversation | None = None,
    mentor: MentorProfile | None = None,
) -> None:
    """Forget the words kept for this place; nothing happens where there are none."""
    Draft.objects.filter(author=author, conversation=conversation, mentor=mentor).delete()
