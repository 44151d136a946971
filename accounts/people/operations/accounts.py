"""Closing an account for what somebody did, and opening it again."""

from datetime import datetime

from django.db import transaction

from accounts.audit.operations import record
from accounts.people.errors import HoldsAnOffice, NotAllowed
from accounts.people.models import User
from accounts.people.signals import person_changed
from accounts.safeguarding.errors import NotAboutOneself, ReasonMissing
from config.live.publish import touch_rights


@transaction.atomic
def close_account(*, user: User, actor: User, reason: str, at: datetime) -> User:
    """Let nobody sign in with this account any more; sessions and streams end at once.

    What they wrote stays with those they wrote to. Raises HoldsAnOffice for staff of the
    programme, NotAllowed for an actor who does not moderate, NotAboutOneself and ReasonMissing.
    """
    return _set_active(user, False, "close account", actor=actor, reason=reason, at=at)


@transaction.atomic
def reopen_account(*, user: User, actor: User, reason: str, at: datetime) -> User:
    """Let somebody sign in again. Raises NotAllowed, NotAboutOneself and ReasonMissing."""
    return _set_active(user, True, "reopen account", actor=actor, reason=reason, at=at)


def _set_active(
    user: User, active: bool, act: str, *, actor: User, reason: str, at: datetime
) -> User:
    if not actor.moderates:
        raise NotAllowed
    if actor.pk == user.pk:
        raise NotAboutOneself
    if not reason.strip():
        raise ReasonMissing
    user = User.objects.select_for_update().get(pk=user.pk)
    if not active and (user.is_programme_staff or user.is_superuser):
        raise HoldsAnOffice
    if user.is_active == active:
        return user
    user.is_active = active
    user.save(update_fields=["is_active"])
    record(
        actor=actor,
        act=act,
        target=str(user.public_id),
        subject=user,
        reason=reason.strip(),
        at=at,
    )
    person_changed.send(User, user=user)
    touch_rights(user.public_id)
    return user
