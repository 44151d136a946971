"""Envelopes around operations; safe to run twice."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="mentorship.conversations.sweep_places", ignore_result=True)
def sweep_places() -> None:
    """Beat runs this every minute: talks that went quiet give their places back."""
    from mentorship.conversations.operations import recount_places

    recount_places(at=timezone.now())
