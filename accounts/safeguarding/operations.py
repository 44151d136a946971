"""What decides who may meet whom: questions about a band, clearances for teens, and blocks."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.audit.operations import record
from accounts.safeguarding.errors import (
    AlreadyDecided,
    ClearanceIsForAdults,
    ClearanceOutOfRange,
    NotAboutOneself,
    NotOneself,
    ReasonMissing,
)
from accounts.safeguarding.models import BandQuestion, Block, Clearance
from accounts.safeguarding.rules import ADULT, last_clearance_day
from config.live.publish import touch_rights

if TYPE_CHECKING:
    from accounts.people.models import User


def raise_band_question(
    *, user: "User", stated_band: str, stated_turns_adult_on: date | None, at: datetime
) -> BandQuestion:
    """Keep that `user` stated another band than the imported one; one open question each."""
    question, _new = BandQuestion.objects.open().get_or_create(
        user=user,
        defaults={
            "imported_band": user.band,
            "stated_band": stated_band,
            "stated_turns_adult_on": stated_turns_adult_on,
            "raised_at": at,
        },
    )
    return question


@transaction.atomic
def decide_band_question(
    question: BandQuestion, *, decision: str, actor: "User", reason: str, at: datetime
) -> BandQuestion:
    """Record which band holds, by whom and why; the change itself is the caller's.

    Raises ReasonMissing without a reason and AlreadyDecided when the question is closed.
    """
    if not reason.strip():
        raise ReasonMissing
    question = BandQuestion.objects.select_for_update().get(pk=question.pk)
    if question.decided_at:
        raise AlreadyDecided
    question.decided_at, question.decided_by = at, actor
    question.decision, question.reason = decision, reason.strip()
    question.save(update_fields=["decided_at", "decided_by", "decision", "reason"])
    record(
        actor=actor,
        act="decide band",
        target=str(question.public_id),
        subject=question.user,
        reason=question.reason,
        facts={"imported": question.imported_band, "stated": question.stated_band},
        at=at,
    )
    return question


@transaction.atomic
def grant_clearance(
    *, user: "User", until: date, actor: "User", reason: str, at: datetime
) -> Clearance:
    """Let an adult talk with teens until `until`, at most 12 months ahead; recorded with a reason.

    Raises ClearanceIsForAdults, ClearanceOutOfRange, NotAboutOneself and ReasonMissing.
    """
    if user.band != ADULT:
        raise ClearanceIsForAdults
    if not at.date() <= until <= last_clearance_day(at.date()):
        raise ClearanceOutOfRange
    _check(user, actor, reason)
    granted = Clearance.objects.create(
        user=user, cleared_until=until, granted_at=at, granted_by=actor, reason=reason.strip()
    )
    record(
        actor=actor,
        act="grant clearance",
        target=str(user.public_id),
        subject=user,
        reason=granted.reason,
        facts={"until": until.isoformat()},
        at=at,
    )
    return granted


@transaction.atomic
def end_clearances(*, user: "User", actor: "User", reason: str, at: datetime) -> int:
    """End every clearance in force at once; says how many. Recorded where there was one.

    Raises NotAboutOneself and ReasonMissing.
    """
    _check(user, actor, reason)
    ended = Clearance.objects.in_force(at=at).filter(user=user).update(ended_at=at)
    if ended:
        record(
            actor=actor,
            act="end clearance",
            target=str(user.public_id),
            subject=user,
            reason=reason.strip(),
            at=at,
        )
    return ended


@transaction.atomic
def make_block(*, by: "User", person: "User", at: datetime) -> Block:
    """Let neither of two people be there for the other any more; twice is once.

    Open pages and streams of both are looked at again at once. What stands open between the two
    is the caller's to close. Raises NotOneself.
    """
    if by.pk == person.pk:
        raise NotOneself
    block, made = Block.objects.get_or_create(blocker=by, blocked=person, defaults={"made_at": at})
    if made:
        _look_again(by, person)
    return block


@transaction.atomic
def lift_block(block: Block, *, by: "User") -> bool:
    """Take an own block back; says whether it was there. What was closed stays closed."""
    lifted, _rows = Block.objects.filter(pk=block.pk, blocker=by).delete()
    if lifted:
        _look_again(by, block.blocked)
    return bool(lifted)


def _look_again(*people: "User") -> None:
    for person in people:
        touch_rights(person.public_id)


def _check(user: "User", actor: "User", reason: str) -> None:
    if user.pk == actor.pk:
        raise NotAboutOneself
    if not reason.strip():
        raise ReasonMissing
