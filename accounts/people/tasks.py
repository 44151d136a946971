"""Envelopes: due letters, sign-ups that were left, and teens who become adults."""

from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from accounts.people.models import Invitation, User

LIMIT = 500


@shared_task(name="accounts.people.sweep_invitations", ignore_result=True)
def sweep_invitations() -> None:
    """Each released letter becomes its own small job."""
    due = Invitation.objects.to_send(at=timezone.now()).order_by("released_at", "pk")
    for invitation_id in due.values_list("pk", flat=True)[:LIMIT]:
        send_one_invitation.delay(invitation_id)


@shared_task(name="accounts.people.send_one_invitation", ignore_result=True)
def send_one_invitation(invitation_id: int) -> None:
    from accounts.people.operations import send_invitation

    send_invitation(invitation_id, at=timezone.now())


@shared_task(name="accounts.people.sweep_sign_ups", ignore_result=True)
def sweep_sign_ups() -> None:
    """Sign-ups whose code was never used, so that handle and address are free again."""
    left = User.objects.left_unproved(at=timezone.now())
    for user_id in left.order_by("pk").values_list("pk", flat=True)[:LIMIT]:
        forget_one_sign_up.delay(user_id)


@shared_task(name="accounts.people.forget_one_sign_up", ignore_result=True)
def forget_one_sign_up(user_id: int) -> None:
    from accounts.people.operations import forget_sign_up

    forget_sign_up(user_id)


@shared_task(name="accounts.people.sweep_roll_overs", ignore_result=True)
def sweep_roll_overs() -> None:
    """Those whose month has come, by the community's day."""
    today = timezone.now().astimezone(ZoneInfo(settings.COMMUNITY_TIME_ZONE)).date()
    due = User.objects.turning_adult(on=today).order_by("pk")
    for user_id in due.values_list("pk", flat=True)[:LIMIT]:
        roll_over_one.delay(user_id, today.isoformat())


@shared_task(name="accounts.people.roll_over_one", ignore_result=True)
def roll_over_one(user_id: int, today: str) -> None:
    from datetime import date

    from accounts.people.operations import roll_over

    roll_over(user_id, on=date.fromisoformat(today), at=timezone.now())
