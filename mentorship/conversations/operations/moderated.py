"""What moderation does to messages and talks; who may and why is decided there."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.people.models import User
from mentorship.conversations.live import touch_people
from mentorship.conversations.models import Conversation, Message, MessageRevision
from mentorship.conversations.operations.places import lock_mentor
from mentorship.conversations.operations.talks import close, locked


@transaction.atomic
def remove_message(*, public_id: uuid.UUID, at: datetime) -> bool:
    """Take the words of a message away; says whether it had any. Its place in the order stays."""
    rows = Message.objects.select_for_update(of=("self",)).select_related(
        "conversation__mentor__user", "conversation__listener"
    )
    message = rows.filter(public_id=public_id, removed_at=None).first()
    if message is None:
        return False
    if message.deleted_at is None:
        MessageRevision.objects.create(message=message, body=message.body, replaced_at=at)
    message.body, message.removed_at = "", at
    message.deleted_at = message.deleted_at or at
    message.save(update_fields=["body", "deleted_at", "removed_at"])
    talk = message.conversation
    touch_people(talk.public_id, talk.listener.public_id, talk.mentor.user.public_id)
    return True


@transaction.atomic
def close_talks_of(*, person: User, at: datetime) -> int:
    """Close every open talk of somebody who does not come back, and free its place; says how
    many.
    """
    mine = Q(listener=person) | Q(mentor__user=person)
    open_talks = Conversation.objects.open().filter(mine).order_by("mentor", "pk")
    closed = 0
    for talk in list(open_talks):
        mentor = lock_mentor(talk.mentor_id)
        closed += close(locked(talk), mentor, by=person, at=at)
    return closed
