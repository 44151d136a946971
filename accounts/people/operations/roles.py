"""Offices of the programme: coordinator, moderator, safeguarding lead."""

import re
from datetime import datetime

from django.db import transaction

from accounts.audit.operations import record
from accounts.people.errors import LastCoordinator, NotAdult, NotAllowed
from accounts.people.models import Band, User
from accounts.people.operations.names import protect_name, rename
from accounts.people.operations.waking import wake

ROLES = {
    "coordinator": "is_coordinator",
    "moderator": "is_moderator",
    "safeguarding lead": "is_safeguarding_lead",
}


@transaction.atomic
def grant_role(*, user: User, role: str, actor: User, reason: str, at: datetime) -> User:
    """Give `user` one of ROLES; their name is protected from then on, and the act is recorded.

    Raises NotAllowed for an actor who is no coordinator, NotAdult for a teen.
    """
    _check_actor(actor)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.band != Band.ADULT:
        raise NotAdult
    return _set_role(user, role, True, actor=actor, reason=reason, at=at)


@transaction.atomic
def end_role(*, user: User, role: str, actor: User, reason: str, at: datetime) -> User:
    """Take one of ROLES from `user`. Their name stays protected: people remember who they were.

    Raises NotAllowed for an actor who is no coordinator, and LastCoordinator
    when nobody would be left to do what only coordinators do.
    """
    _check_actor(actor)
    coordinators = User.objects.select_for_update().filter(is_coordinator=True, is_active=True)
    if role == "coordinator" and not [other for other in coordinators if other.pk != user.pk]:
        raise LastCoordinator
    user = User.objects.select_for_update().get(pk=user.pk)
    return _set_role(user, role, False, actor=actor, reason=reason, at=at)


@transaction.atomic
def add_coordinator(*, email: str, at: datetime) -> User:
    """Make the person of this address a coordinator, and the person where there is none.

    For the operator's terminal. A new person is an adult without a password;
    a dormant one is woken. Raises NotAdult for a teen.
    """
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email).first() or _new_person(email, at)
    if user.band != Band.ADULT:
        raise NotAdult
    wake(user=user, at=at)
    if user.is_coordinator:
        return user
    return _set_role(user, "coordinator", True, actor=user, reason="terminal", at=at)


@transaction.atomic
def add_operator(*, email: str, at: datetime) -> User:
    """Make the person of this address an operator, who opens the admin; and the person if need be.

    For the operator's terminal; otherwise as `add_coordinator`, whose office they get as well.
    Raises NotAdult for a teen.
    """
    user = add_coordinator(email=email, at=at)
    if user.is_superuser:
        return user
    user.is_superuser = user.is_staff = True
    user.save(update_fields=["is_superuser", "is_staff"])
    record(
        actor=user,
        act="grant operator",
        target=str(user.public_id),
        subject=user,
        reason="terminal",
        at=at,
    )
    return user


def _check_actor(actor: User) -> None:
    if not (actor.is_coordinator or actor.is_superuser):
        raise NotAllowed


def _set_role(
    user: User, role: str, holds: bool, *, actor: User, reason: str, at: datetime
) -> User:
    setattr(user, ROLES[role], holds)
    user.save(update_fields=[ROLES[role]])
    protect_name(user=user, protected=user.name_is_protected)
    record(
        actor=actor,
        act=f"{'grant' if holds else 'end'} {role}",
        target=str(user.public_id),
        subject=user,
        reason=reason,
        at=at,
    )
    return user


def _new_person(email: str, at: datetime) -> User:
    user = User(username=_free_handle(email), email=email, band=Band.ADULT)
    rename(user, display_name=user.username)
    user.joined_at = user.band_confirmed_at = at
    user.set_unusable_password()
    user.save()
    return user


def _free_handle(email: str) -> str:
    stem = re.sub(r"[^A-Za-z0-9_]", "_", email.split("@")[0])[:20].ljust(3, "_")
    stem = stem if stem[0].isascii() and stem[0].isalpha() else f"c{stem}"
    handle, number = stem, 2
    while User.objects.with_handle(handle).exists():
        handle, number = f"{stem}_{number}", number + 1
    return handle
