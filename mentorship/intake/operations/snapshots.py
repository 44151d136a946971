"""What lists show of mentors, written down again after an import."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Q

from mentorship.conversations.models import Conversation
from mentorship.intake.operations.changes import BATCH, UPDATE_BATCH, Run
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations import refresh_openings, refresh_search_text


def refresh_snapshots(run: Run) -> None:
    """Places, last service, next opening and search words of the mentors that the run touched."""
    ids = sorted(run.mentor_ids)
    refresh_search_text(ids=ids)
    refresh_openings(at=run.at, ids=ids)
    for start in range(0, len(ids), BATCH):
        _write_talks(ids[start : start + BATCH], at=run.at)


def _write_talks(ids: list[int], *, at: datetime) -> None:
    zone = ZoneInfo(settings.COMMUNITY_TIME_ZONE)
    today = at.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    # Locked before their talks are counted: a place taken at this moment is not lost.
    locked = MentorProfile.objects.select_for_update(of=("self",)).order_by("pk")
    profiles = list(locked.filter(pk__in=ids).select_related("user"))
    talks = Conversation.objects.filter(mentor__in=ids).order_by()
    places = talks.holding_a_place(at=at).values_list("mentor").annotate(Count("pk"))
    held = dict(places)
    opened = talks.values_list("mentor").annotate(
        last=Max("opened_at"), today=Count("pk", filter=Q(opened_at__gte=today))
    )
    served = {mentor: (last, number) for mentor, last, number in opened}
    for profile in profiles:
        profile.active_count = held.get(profile.pk, 0)
        profile.served_on = today.date()
        profile.last_served_at, profile.served_on_count = served.get(profile.pk, (None, 0))
        touch_mentor(profile)
    fields = ["active_count", "last_served_at", "served_on", "served_on_count"]
    MentorProfile.objects.bulk_update(profiles, fields, batch_size=UPDATE_BATCH)
