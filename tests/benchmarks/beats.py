"""The heartbeats of ten thousand mentors through the project's own code: one write a second."""

import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from mentorship.models import MentorProfile
from mentorship.profiles.operations import beats
from tests.benchmarks import community
from tests.benchmarks.figures import Figure

MENTORS = 10_000


def measure():
    """Statements for the beats of one second, and processor time for each beat."""
    at = timezone.now()
    community.people("beating", MENTORS)
    people = community.User.objects.filter(username__startswith="beating")
    MentorProfile.objects.bulk_create(
        MentorProfile(user=user, approved_at=at, seen_at=at - timedelta(minutes=1))
        for user in people
    )
    mentors = list(MentorProfile.objects.filter(user__in=people).select_related("user"))
    statements = []

    def counted(execute, sql, *rest):
        statements.append(sql)
        return execute(sql, *rest)

    beats.TOGETHER = timedelta(hours=1)  # the measurement says when the second is over
    began = time.process_time()
    with connection.execute_wrapper(counted):
        for mentor in mentors:
            beats.note_beat(mentor=mentor, at=at + timedelta(seconds=1))
        written = beats.WAITING.write()
    each = (time.process_time() - began) / written * 1e6
    return [
        Figure(f"statements for the beats of {written:,} mentors", len(statements), "a second", 1),
        Figure("processor time for each beat", each, "us", 10),
    ]
