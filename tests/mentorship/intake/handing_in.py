"""Files as a coordinator hands them in, and a worker that does what is due."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorship.intake.operations import hand_in, work_on
from mentorship.models import ImportPlan
from tests.mentorship.intake.exports import ENDS_AT, TOPICS, TRACKS, sheet

LATER = timedelta(minutes=5)


def files(**tables):
    """Uploads of these tables; words that people refer to come along."""
    return [
        SimpleUploadedFile(f"{table}.csv", sheet(table, rows).encode())
        for table, rows in ({"topics": TOPICS, "tracks": TRACKS} | tables).items()
    ]


def handed_in(actor, **tables):
    tables = tables or {"mentors": [{}], "listeners": [{}], "talks": [{}]}
    return hand_in(files=files(**tables), actor=actor, at=ENDS_AT)


def work(plan, *, at=ENDS_AT):
    """One step of a worker; the plan as it is then."""
    work_on(plan.pk, now=lambda: at)
    return ImportPlan.objects.get(pk=plan.pk)


def ready(actor, **tables):
    plan = work(handed_in(actor, **tables))
    assert plan.state == "ready"
    return plan
