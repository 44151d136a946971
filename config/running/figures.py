"""What the database knows and no process counts: asked anew for every scrape."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import Error as DatabaseError
from django.db.models import QuerySet
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from accounts.people.models import Invitation, User
from config.running.models import BEAT, Heartbeat
from mentorship.conversations.models import Message
from mentorship.intake.models import ImportPlan
from mentorship.profiles.models import MentorProfile


class Figures(Collector):
    """Gauges as of `at`. While the database is silent only that is said."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        try:
            found = [*self._found()]
        except DatabaseError:
            found = []
        yield GaugeMetricFamily(
            "quality_queue_database_up", "The database answers.", value=bool(found)
        )
        yield from found

    def _found(self) -> Iterator[Metric]:
        here = MentorProfile.objects.here(at=self.at).count()
        yield GaugeMetricFamily("quality_queue_mentors_here", "Mentors here now.", value=here)
        stored = Message.objects.count()
        yield GaugeMetricFamily("quality_queue_messages_stored", "Messages stored.", value=stored)
        due = GaugeMetricFamily(
            "quality_queue_due_rows", "Rows that wait for the worker.", labels=["work"]
        )
        for work, rows in due_rows(at=self.at).items():
            due.add_metric([work], rows.count())
        yield due
        beaten_at = Heartbeat.objects.filter(pk=BEAT).values_list("beaten_at", flat=True).first()
        if beaten_at is not None:
            yield GaugeMetricFamily(
                "quality_queue_heartbeat_age_seconds",
                "Since beat and a worker last did a task together.",
                value=(self.at - beaten_at).total_seconds(),
            )


def due_rows(*, at: datetime) -> dict[str, QuerySet[Any]]:
    """What the sweeps of the beat table would find now."""
    today = at.astimezone(ZoneInfo(settings.COMMUNITY_TIME_ZONE)).date()
    return {
        "letters": Invitation.objects.to_send(at=at),
        "sign-ups": User.objects.left_unproved(at=at),
        "roll-overs": User.objects.turning_adult(on=today),
        "presence": MentorProfile.objects.unsettled(at=at),
        "openings": MentorProfile.objects.opening_passed(at=at),
        "imports": ImportPlan.objects.due(at=at),
    }
