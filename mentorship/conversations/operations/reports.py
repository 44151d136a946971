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
WORDINGS = 10  # earlier ones of each of them


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
    """Report a message of the other person, with up to five lines before it and five after it,
    each as it stands and as it was worded before.

    Raises NotInThisChat for a stranger to the talk, and what `file_report` refuses.
    """
    talk = message.conversation
    lines.side_of(talk, reporter)
    if message.author is None:
        raise NotInThisChat
    near = (message.seq - AROUND, message.seq + AROUND)
    around = talk.messages.filter(seq__range=near).select_related("author").order_by("seq")
    around = around.prefetch_related("revisions")
    return file_report(
        reporter=reporter,
        about=message.author,
        source=Report.Source.MESSAGE,
        target=message.public_id,
        category=category,
        words=words,
        is_urgent=is_urgent,
        copies=[
            copy for line in around for copy in _copies_of(line, is_reported=line.pk == message.pk)
        ],
        at=at,
    )


def _copies_of(line: Message, *, is_reported: bool) -> list[Copy]:
    """What the line said before its author worded it anew, and what it says, if it still does.

    Of many wordings the last ones.
    """
    kept = sorted(line.revisions.all(), key=lambda revision: revision.pk)
    texts = [revision.body for revision in kept[-WORDINGS:]]
    if not line.deleted_at or not texts:
        texts.append(line.body)
    return [
        Copy(text=text, author=line.author, said_at=line.sent_at, is_reported=is_reported)
        for text in texts
    ]


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
