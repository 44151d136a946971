"""What coordinators do with an import: hand files in, confirm what they would change, cancel."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.audit.operations import record
from accounts.people.errors import NotAllowed
from accounts.people.models import User
from mentorship.intake.errors import ImportUnderWay, PlanMovedOn
from mentorship.intake.models import ImportFault, ImportPlan
from mentorship.intake.operations.pieces import PIECE, HandedIn, by_table, keep
from mentorship.intake.querysets import KEPT_FOR

State = ImportPlan.State
CANCELLABLE = (State.WAITING, State.READING, State.READY)


def hand_in(*, files: Sequence[HandedIn], actor: User, at: datetime) -> ImportPlan:
    """Keep the files of an export until a worker has read them and somebody has decided.

    Raises NotAllowed for an actor who is no coordinator, ImportUnderWay while another plan is
    open, and what `by_table` says of the files; then nothing is kept.
    """
    if not actor.is_coordinator:
        raise NotAllowed
    found = by_table(files)
    plan = ImportPlan(handed_in_by=actor, handed_in_at=at)
    plan.files = [
        {"table": table, "name": file.name, "size": file.size} for table, file in found.items()
    ]
    try:
        with transaction.atomic():
            plan.save()  # of two at once the database lets one in
            for table, file in found.items():
                keep(plan, table, file.chunks(PIECE))
            facts: dict[str, object] = {"files": [file.name for file in found.values()]}
            _record(plan, "hand in an import", actor, at, facts)
    except IntegrityError as taken:
        raise ImportUnderWay from taken
    return plan


@transaction.atomic
def confirm(*, public_id: UUID, actor: User, at: datetime) -> ImportPlan:
    """Let the worker write what the preview showed.

    Raises NotAllowed, and PlanMovedOn where no preview waits for somebody to confirm it.
    """
    plan = _locked(public_id, actor)
    if plan.state != State.READY:
        raise PlanMovedOn
    plan.state, plan.confirmed_by = State.CONFIRMED, actor
    plan.done, plan.attempts = 0, 0
    plan.save(update_fields=["state", "confirmed_by", "done", "attempts"])
    _record(plan, "confirm an import", actor, at, {"counts": plan.preview.get("counts", {})})
    return plan


@transaction.atomic
def cancel(*, public_id: UUID, actor: User, at: datetime) -> ImportPlan:
    """End a plan before it is confirmed, and forget its files.

    Raises NotAllowed, and PlanMovedOn where it was confirmed or has ended.
    """
    plan = _locked(public_id, actor)
    if plan.state not in CANCELLABLE:
        raise PlanMovedOn
    end(plan, State.CANCELLED, at=at)
    _record(plan, "cancel an import", actor, at, {})
    return plan


def end(plan: ImportPlan, state: str, *, at: datetime, problem: str = "") -> None:
    """Close the plan and remove its files; call it in a transaction that holds the row."""
    plan.state, plan.is_open, plan.ended_at, plan.problem = state, False, at, problem
    plan.lease = plan.leased_until = None
    plan.save()
    plan.pieces.all().delete()


def forget_left(*, at: datetime) -> None:
    """Expire previews that nobody confirmed in time, and forget faults as old as that."""
    for plan in ImportPlan.objects.undecided_too_long(at=at):
        with transaction.atomic():
            left = ImportPlan.objects.select_for_update().filter(pk=plan.pk, state=State.READY)
            for found in left:
                end(found, State.EXPIRED, at=at)
    ImportFault.objects.filter(plan__ended_at__lte=at - KEPT_FOR).delete()


def _locked(public_id: UUID, actor: User) -> ImportPlan:
    if not actor.is_coordinator:
        raise NotAllowed
    return ImportPlan.objects.select_for_update().get(public_id=public_id)


def _record(
    plan: ImportPlan, act: str, actor: User, at: datetime, facts: dict[str, object]
) -> None:
    record(actor=actor, act=act, target=f"import {plan.public_id}", facts=facts, at=at)
