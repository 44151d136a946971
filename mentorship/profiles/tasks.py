"""What runs by the clock: windows that end, devices that went, openings that passed."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from mentorship.profiles.models import MentorProfile

AT_ONCE = 500
SOON_WITHIN = timedelta(minutes=60)
# Twice the beat, so that a late sweep still sees every opening that came near; a second
# touch of the same row costs one version.
LOOK_BACK = timedelta(seconds=120)


@shared_task(name="mentorship.profiles.sweep_presence", ignore_result=True)
def sweep_presence() -> None:
    """Each window that ended or device that went becomes its own small job."""
    due = MentorProfile.objects.unsettled(at=timezone.now()).order_by("here_until")
    for mentor_id in due.values_list("pk", flat=True)[:AT_ONCE]:
        settle_one_presence.delay(mentor_id)


@shared_task(name="mentorship.profiles.settle_one_presence", ignore_result=True)
def settle_one_presence(mentor_id: int) -> None:
    from mentorship.profiles.operations import settle_presence

    settle_presence(mentor_id, at=timezone.now())


@shared_task(name="mentorship.profiles.sweep_openings", ignore_result=True)
def sweep_openings() -> None:
    """Openings that passed are followed by the next; those that come near reach the lists."""
    from mentorship.profiles.operations import announce_openings, refresh_openings

    at = timezone.now()
    passed = MentorProfile.objects.opening_passed(at=at).order_by("opens_until")
    refresh_openings(at=at, ids=passed.values_list("pk", flat=True)[:AT_ONCE])
    near = at + SOON_WITHIN
    announce_openings(after=near - LOOK_BACK, until=near)


@shared_task(name="mentorship.profiles.refresh_snapshots", ignore_result=True)
def refresh_snapshots() -> None:
    """The net: leave that begins or ends, a changed zone or name. Writes only what differs."""
    from mentorship.profiles.operations import refresh_openings, refresh_search_text

    refresh_openings(at=timezone.now())
    refresh_search_text()
