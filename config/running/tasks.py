"""A task that does nothing but say that it was done."""

from celery import shared_task
from django.utils import timezone

from config.running.models import BEAT


@shared_task(name="config.running.heartbeat", ignore_result=True)
def heartbeat(sender: str = BEAT) -> None:
    """Beat sends it by the clock, the doctor when it asks; a worker that lives notes it."""
    from config.running.operations import note_heartbeat

    note_heartbeat(sender=sender, at=timezone.now())
