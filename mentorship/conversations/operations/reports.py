"""Somebody reports a message or a profile: the copies that moderators will see."""

from datetime import datetime

from django.db import transaction

from accounts.moderation.models import Report
from accounts.moderation.operations import Copy, file_report
from accounts.people.models import User
from mentorship.conversations.errors import NotInThisChat
from mentorship.conversations.models import Message
from mentorship.conversations.operations import lines
from mentorship.profiles.models import MentorProfile

AROUND = 5  # messages before the reported one, and as many after it (reliability S10)


@transaction.atomic
def report_message(
    *,
    message: Message,
    reporter: User,
    category: str,
    words: str,
    is_urgent: bool,
    at: datetime,
) -> Report:
    """Report a message of the other person, with up to five lines before it and five after it.

    Raises NotInThisChat for a stranger to the talk, and what `file_report` refuses.
    """
    talk = message.conversation
    lines.side_of(talk, reporter)
    if message.author is None:
        raise NotInThisChat
    near = (message.seq - AROUND, message.seq + AROUND)
    around = talk.messages.filter(seq__range=near).select_related("author").order_by("seq")
    return file_report(
        reporter=reporter,
        about=message.author,
        source=Report.Source.MESSAGE,
        target=message.public_id,
        category=category,
        words=words,
        is_urgent=is_urgent,
        copies=[_copy_of(line, is_reported=line.pk == message.pk) for line in around],
        at=at,
    )


def _copy_of(line: Message, *, is_reported: bool) -> Copy:
    """What the line says; of one that its author deleted, what it said before."""
    kept = line.revisions.last() if line.deleted_at else None
    return Copy(
        text=kept.body if kept else line.body,
        author=line.author,
        said_at=line.sent_at,
        is_reported=is_reported,
    )


@transaction.atomic
def report_person(
    *, person: User, reporter: User, category: str, words: str, is_urgent: bool, at: datetime
) -> Report:
    """Report somebody, with a copy of what their profile says now. Refusals: `file_report`."""
    return file_report(
        reporter=reporter,
        about=person,
        source=Report.Source.PROFILE,
        target=person.public_id,
        category=category,
        words=words,
        is_urgent=is_urgent,
        copies=[Copy(text=_profile_text(person), author=person, is_reported=True)],
        at=at,
    )


def _profile_text(person: User) -> str:
    mentor = MentorProfile.objects.filter(user=person).prefetch_related("situations").first()
    texts = [person.display_name, person.about]
    if mentor:
        texts += [mentor.headline, mentor.about, *(row.text for row in mentor.situations.all())]
    return "\n\n".join(text for text in texts if text)
