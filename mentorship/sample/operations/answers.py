"""Sample mentors answer the first message of somebody who signed up, so that a trial is a talk."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from config.kit.errors import DomainError
from config.kit.nouns import noun
from mentorship.conversations.models import Conversation, Side
from mentorship.conversations.operations import say

A_MOMENT = timedelta(seconds=5)
AT_ONCE = 50
NAMESPACE = uuid.UUID("5b0c1c56-9a43-4d0b-9c39-0f3f6f2f2a11")


def answer_first_messages(*, at: datetime) -> int:
    """Answer each first message to a sample mentor once; gives how many were answered.

    The answer goes the ordinary way and is marked as automatic. Imported
    listeners wait as their export says. Does nothing outside the sample.
    """
    if not settings.SAMPLE:
        return 0
    waiting = (
        Conversation.objects.open()
        .filter(
            turn=Side.MENTOR,
            turn_since__lte=at - A_MOMENT,
            mentor_message_count=0,
            imported_talk=None,
            listener__imported_at=None,
            mentor__user__is_sample=True,
            mentor__user__imported_at__isnull=False,
        )
        .with_people()
        .order_by("turn_since")
    )
    return sum(_answer(conversation, at=at) for conversation in waiting[:AT_ONCE])


def _answer(conversation: Conversation, *, at: datetime) -> bool:
    try:
        say(
            conversation=conversation,
            author=conversation.mentor.user,
            body=_words(),
            client_id=uuid.uuid5(NAMESPACE, str(conversation.public_id)),
            at=at,
            is_automatic=True,
        )
    except DomainError:  # somebody finished the talk or the clearance ended; nobody waits for us
        return False
    return True


def _words() -> str:
    facts = {"mentor": noun("mentor").a, "mentors": noun("mentor").plural}
    return (
        _(
            "Thank you for writing, I am glad you did. I am a sample, so these words come from "
            "the program; in your community %(mentor)s would read your note and answer here. "
            "Write on if you like, and look at how the list of %(mentors)s changes meanwhile."
        )
        % facts
    )
