"""What a worker does with a plan: read it and preview it, and once it is confirmed import it."""

import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from accounts.audit.operations import record
from mentorship.intake.errors import ChangedMeanwhile, ExportRefused, LeaseLost
from mentorship.intake.models import ImportFault, ImportPlan
from mentorship.intake.operations.pieces import staged
from mentorship.intake.operations.plans import end
from mentorship.intake.operations.preview import Preview
from mentorship.intake.operations.progress import LEASE, Telling
from mentorship.intake.operations.run import import_community, preview_community
from mentorship.intake.operations.summary import Summary

State = ImportPlan.State
ATTEMPTS = 3
Now = Callable[[], datetime]


def work_on(plan_id: int, *, now: Now) -> bool:
    """Do the next step of a plan that is due; say whether this call did it.

    The conditional UPDATE is the lease: of two workers one holds the plan, and one that is
    killed leaves it to the next when the lease has run out, ATTEMPTS times. Whoever has lost
    the lease, by a colleague's cancelling or to another worker, changes nothing any more.
    """
    plan = _claimed(plan_id, at=now())
    if plan is None:
        return False
    try:
        _do_step(plan, now)
    except LeaseLost:
        return False
    return True


def give_up(plan_id: int, *, problem: str, at: datetime) -> None:
    """Stop a plan that cannot be finished; nothing of it was imported."""
    with transaction.atomic():
        working = ImportPlan.objects.select_for_update().filter(pk=plan_id)
        for plan in working.filter(state__in=(State.READING, State.WRITING)):
            end(plan, State.STOPPED, at=at, problem=problem)


def _claimed(plan_id: int, *, at: datetime) -> ImportPlan | None:
    lease = uuid.uuid4()
    due = ImportPlan.objects.due(at=at).filter(pk=plan_id)
    plan = due.first()
    if plan is None:
        return None
    reads = plan.state in (State.WAITING, State.READING)
    plan.state = State.READING if reads else State.WRITING
    plan.lease, plan.attempts = lease, plan.attempts + 1
    if not due.filter(attempts=plan.attempts - 1).update(
        state=plan.state,
        lease=lease,
        leased_until=at + LEASE,
        attempts=plan.attempts,
        done=0,
    ):
        return None
    if plan.attempts > ATTEMPTS:
        give_up(plan_id, problem=ImportPlan.Problem.SILENT, at=at)
        return None
    return plan


def _do_step(plan: ImportPlan, now: Now) -> None:
    step = _read if plan.state == State.READING else _write
    try:
        with staged(plan) as folder:
            step(plan, folder, now)
    except ExportRefused as refusal:
        _note_faults(plan, refusal, at=now())
    except ChangedMeanwhile:
        _read_again(plan)


def _read(plan: ImportPlan, folder: Path, now: Now) -> None:
    preview = preview_community(path=folder, at=now(), progress=Telling(plan, now=now))
    _move(plan, state=State.READY, preview=preview.as_json(), attempts=0)


def _write(plan: ImportPlan, folder: Path, now: Now) -> None:
    def settle(summary: Summary) -> None:
        at = now()
        _move(plan, state=State.DONE, is_open=False, ended_at=at, summary=list(summary.remarks()))
        plan.pieces.all().delete()
        if plan.confirmed_by:
            record(
                actor=plan.confirmed_by,
                act="import",
                target=f"import {plan.public_id}",
                facts={"counts": summary.as_json()},
                at=at,
            )

    import_community(
        path=folder,
        at=now(),
        progress=Telling(plan, now=now),
        agreed=Preview(**plan.preview),
        settle=settle,
    )


def _read_again(plan: ImportPlan) -> None:
    """What was confirmed is not what would happen now: the next step is a new preview."""
    _move(plan, state=State.WAITING, read_again=True, confirmed_by=None, attempts=0, done=0)


def _note_faults(plan: ImportPlan, refusal: ExportRefused, *, at: datetime) -> None:
    with transaction.atomic():
        count = sum(faults.count for faults in refusal.faults)
        _move(plan, state=State.FAULTY, is_open=False, ended_at=at, fault_count=count)
        plan.pieces.all().delete()
        ImportFault.objects.bulk_create(
            ImportFault(
                plan=plan,
                file=fault.file[:100],
                line=fault.line,
                column=fault.column[:100],
                sentence=fault.sentence[:500],
            )
            for faults in refusal.faults
            for fault in sorted(faults.listed)
        )


def _move(plan: ImportPlan, **facts: object) -> None:
    """Write the step's outcome and let go of the plan. Raises LeaseLost if it is held no more."""
    held = ImportPlan.objects.filter(pk=plan.pk).held_with(plan.lease)
    if not held.update(lease=None, leased_until=None, **facts):
        raise LeaseLost
