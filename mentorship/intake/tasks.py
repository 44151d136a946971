"""Envelopes: imports that wait for a worker, and files that nobody decided about."""

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from mentorship.intake.models import ImportPlan

HOUR = 3600  # seconds: an import takes longer than the other tasks may
LAST_WORDS = 60


@shared_task(name="mentorship.intake.sweep_imports", ignore_result=True)
def sweep_imports() -> None:
    """Each import that is due becomes a job; what was left undecided is forgotten."""
    from mentorship.intake.operations import forget_left

    forget_left(at=timezone.now())
    for plan_id in ImportPlan.objects.due(at=timezone.now()).values_list("pk", flat=True):
        work_on_one_import.delay(plan_id)


@shared_task(
    name="mentorship.intake.work_on_one_import",
    ignore_result=True,
    # Its lease in the database brings it back after a crash; a broker would start a second copy
    # of a job that runs longer than its own patience.
    acks_late=False,
    soft_time_limit=HOUR,
    time_limit=HOUR + LAST_WORDS,
)
def work_on_one_import(plan_id: int) -> None:
    from mentorship.intake.operations import give_up, work_on

    try:
        work_on(plan_id, now=timezone.now)
    except SoftTimeLimitExceeded:
        give_up(plan_id, problem=ImportPlan.Problem.SLOW, at=timezone.now())
