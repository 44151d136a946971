"""Links that lead to a first message, and what came of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from config.kit.bounds import bounded
from mentorship.sharing.querysets import SourceQuerySet
from mentorship.sharing.rules import BUILT_IN, CODE_LONGEST


class Source(models.Model):
    """Where people come from: a place of the host, or one person's own link (`owner`).

    The code of a person's link is drawn by lot, so that nobody finds people by guessing.
    """

    code = models.CharField(max_length=CODE_LONGEST, unique=True)
    name = models.CharField(max_length=80, blank=True)
    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="own_link"
    )
    made_at = models.DateTimeField()
    # Nothing is counted from then on; whoever follows the link finds the page all the same.
    ended_at = models.DateTimeField(null=True, blank=True)

    # Annotated by the query set: with_counts.
    visit_count: int
    arrival_count: int
    new_count: int
    sent_count: int
    talk_count: int

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = bounded(code=CODE_LONGEST, name=80)

    def __str__(self) -> str:
        return self.code

    @property
    def is_built_in(self) -> bool:
        return self.code in BUILT_IN

    @property
    def title(self) -> str:
        """What coordinators call it: its owner, the name they gave it, or what it is for all."""
        return str(self.owner or self.name or BUILT_IN.get(self.code, self.code))


class SourceDay(models.Model):
    """How many visitors, whom nobody knows yet, opened a link on a day of the community."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="days")
    day = models.DateField()
    visit_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.day}"


class Arrival(models.Model):
    """One person who came by one link, once; `sent_at` and `conversation` with their message."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="arrivals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    arrived_at = models.DateTimeField()
    came_as_visitor = models.BooleanField(default=False)
    is_new = models.BooleanField(default=False)
    conversation = models.ForeignKey(
        "mentorship.Conversation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "person"], name="each_arrives_once"),
            models.CheckConstraint(
                condition=Q(conversation=None) | Q(sent_at__isnull=False),
                name="what_was_sent_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.source_id}"
