"""The one act of the queue itself: with a new day the order is another one."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.people.models import Band
from config.live.publish import touch
from mentorship.profiles.live import OUTSIDE
from mentorship.profiles.models import MentorProfile
from mentorship.queue.live import PREFIX
from mentorship.queue.querysets import named


@transaction.atomic
def renew_order(*, at: datetime) -> int:
    """Let open pages have every row of both spaces again; answers how many were touched.

    The day is part of each row's place, and of who is cleared for teens. Safe to run twice.
    """
    mentors = named(MentorProfile.objects.all(), at=at)
    of_teens = mentors.filter(Q(user__band=Band.TEEN) | Q(user__clearances__isnull=False))
    outside = MentorProfile.objects.outside().window_open(at=at)
    for public_id in outside.values_list("public_id", flat=True):
        touch(OUTSIDE, str(public_id))
    touched = 0
    for space, rows in (
        (Band.ADULT, mentors.filter(user__band=Band.ADULT)),
        (Band.TEEN, of_teens.distinct()),
    ):
        for public_id in rows.values_list("public_id", flat=True):
            touch(f"{PREFIX}:{space}", str(public_id))
            touched += 1
    return touched
