"""One person blocks another: what stands open between the two is closed with it."""

from datetime import datetime

from django.db import transaction

from accounts.people.models import User
from accounts.safeguarding.operations import make_block
from mentorship.conversations.models import ClosedBy, Conversation, Draft
from mentorship.conversations.operations.places import lock_mentor
from mentorship.conversations.operations.talks import close, locked
from mentorship.profiles.models import MentorProfile


@transaction.atomic
def block_person(*, by: User, person: User, at: datetime) -> None:
    """Let neither of two people be there for the other, at once and everywhere.

    Open talks of the two are closed and give their places back; these and finished ones are only
    read from then on, also once the block is taken back. Drafts for each other are let go.
    The rows of the mentors among them are locked first, as every message does it: one that is
    being sent is stored before the block or refused after it. Raises NotOneself.
    """
    mentors = MentorProfile.objects.filter(user__in=[by.pk, person.pk]).order_by("pk")
    for mentor in [lock_mentor(pk) for pk in mentors.values_list("pk", flat=True)]:
        other = person if mentor.user_id == by.pk else by
        talks = Conversation.objects.between(listener=other, mentor_id=mentor.pk)
        for talk in talks.open():
            close(locked(talk), mentor, by=by, at=at)
        talks.order_by().update(closed_by=ClosedBy.BLOCK)
        Draft.objects.filter(author=other, mentor=mentor).delete()
    make_block(by=by, person=person, at=at)
