"""What runs by the clock: the order of a new day reaches pages that stay open over midnight."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings
from django.utils import timezone

# Twice the beat, so that a late tick still falls into it; a second touch costs one version.
AFTER_MIDNIGHT = timedelta(minutes=10)


@shared_task(name="mentorship.queue.sweep_midnight", ignore_result=True)
def sweep_midnight() -> None:
    """The order turns with the community's day, clearances with that of UTC."""
    from mentorship.queue.operations import renew_order

    at = timezone.now()
    for zone in (ZoneInfo(settings.COMMUNITY_TIME_ZONE), UTC):
        local = at.astimezone(zone)
        if local - local.replace(hour=0, minute=0, second=0, microsecond=0) < AFTER_MIDNIGHT:
            renew_order(at=at)
            return
