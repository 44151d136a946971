"""A worker and its plan: the lease, what a killed worker leaves, and what is forgotten."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from mentorship.intake.errors import LeaseLost
from mentorship.intake.operations import cancel, confirm, forget_left, give_up, work_on
from mentorship.intake.operations.progress import Telling
from mentorship.intake.tasks import sweep_imports
from mentorship.models import ImportedRow, ImportFault, ImportPiece, ImportPlan, Topic
from tests.mentorship.intake.exports import ENDS_AT
from tests.mentorship.intake.handing_in import LATER, handed_in, ready, work

pytestmark = pytest.mark.django_db


def agreed(plan, actor):
    return confirm(public_id=plan.public_id, actor=actor, at=ENDS_AT)


def test_cancelling_stops_the_worker_that_reads(coordinator):
    plan = handed_in(coordinator)
    ImportPlan.objects.filter(pk=plan.pk).update(state="reading", lease=plan.public_id)
    held = ImportPlan.objects.get(pk=plan.pk)
    telling = Telling(held, now=lambda: ENDS_AT)
    telling(1, 10)
    assert ImportPlan.objects.get(pk=plan.pk).done == 1

    cancel(public_id=plan.public_id, actor=coordinator, at=ENDS_AT)

    with pytest.raises(LeaseLost):
        Telling(held, now=lambda: ENDS_AT)(2, 10)


def test_a_worker_that_lost_its_lease_writes_nothing(coordinator, monkeypatch):
    plan = ready(coordinator)
    agreed(plan, coordinator)
    fill = "mentorship.intake.operations.run.refresh_snapshots"

    def taken_over(run):
        ImportPlan.objects.update(lease=plan.public_id)

    monkeypatch.setattr(fill, taken_over)

    assert work_on(plan.pk, now=lambda: ENDS_AT) is False
    assert ImportedRow.objects.count() == 0


def test_a_plan_that_is_held_is_left_alone_until_its_lease_has_run_out(coordinator):
    plan = handed_in(coordinator)
    ImportPlan.objects.update(
        state="reading", lease=plan.public_id, leased_until=ENDS_AT + timedelta(minutes=3)
    )

    assert work(plan).state == "reading"
    assert work(plan, at=ENDS_AT + LATER).state == "ready"


def test_a_worker_that_dies_each_time_is_said_to_have_stopped(coordinator):
    plan = handed_in(coordinator)
    ImportPlan.objects.update(attempts=3)

    plan = work(plan)

    assert (plan.state, plan.problem, plan.is_open) == ("stopped", "silent", False)
    assert ImportPiece.objects.count() == 0


def test_one_that_takes_longer_than_its_limit_is_stopped(coordinator):
    plan = handed_in(coordinator)
    ImportPlan.objects.update(state="writing", lease=plan.public_id)

    give_up(plan.pk, problem="slow", at=ENDS_AT)

    plan.refresh_from_db()
    assert (plan.state, plan.problem) == ("stopped", "slow")


def test_files_that_nobody_decided_about_are_removed_after_seven_days(coordinator):
    plan = ready(coordinator)

    forget_left(at=ENDS_AT + timedelta(days=6, hours=23))
    assert ImportPiece.objects.exists()
    forget_left(at=ENDS_AT + timedelta(days=7))

    plan.refresh_from_db()
    assert (plan.state, plan.is_open) == ("expired", False)
    assert not ImportPiece.objects.exists()


def test_faults_are_forgotten_after_seven_days(coordinator):
    work(handed_in(coordinator, listeners=[{"time_zone": "Mars"}]))

    forget_left(at=ENDS_AT + timedelta(days=7))

    assert ImportFault.objects.count() == 0


def test_the_sweep_hands_what_is_due_to_a_worker_and_may_run_twice(coordinator):
    plan = handed_in(coordinator, topics=[{"slug": "grief", "name": "Grief", "description": ""}])

    for _time in range(3):
        sweep_imports()
    plan.refresh_from_db()
    assert plan.state == "ready"
    agreed(plan, coordinator)
    for _time in range(3):
        sweep_imports()

    assert Topic.objects.count() == 1
    assert AuditEntry.objects.filter(act="import").count() == 1
