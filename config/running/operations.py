"""Writes of the wiring itself."""

from datetime import datetime

from config.running.models import Heartbeat


def note_heartbeat(*, sender: str, at: datetime) -> None:
    """A worker has done a task that `sender` sent. Safe to run twice; an older one changes
    nothing.
    """
    Heartbeat.objects.get_or_create(sender=sender, defaults={"beaten_at": at})
    Heartbeat.objects.filter(sender=sender, beaten_at__lt=at).update(beaten_at=at)
