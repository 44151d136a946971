"""Clearances for the teen space, questions about somebody's band, and blocks."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.safeguarding.querysets import (
    BandQuestionQuerySet,
    BlockQuerySet,
    ClearanceQuerySet,
)
from config.kit.bounds import bounded


class Clearance(models.Model):
    """Leave for one adult mentor to talk with teens, until a last day (policy 12)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="clearances")
    cleared_until = models.DateField()
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="granted_clearances",
    )
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "cleared_until"], name="clearance_by_day")]
        constraints = [
            *bounded(reason=300),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("granted_at")),
                name="clearance_ends_after_grant",
            ),
        ]

    def __str__(self) -> str:
        return f"cleared until {self.cleared_until}"


class BandQuestion(models.Model):
    """An imported band and the month of birth somebody gave disagree; a moderator decides."""

    class Decision(models.TextChoices):
        STATED = "stated", _("What the person said holds")
        IMPORTED = "imported", _("The imported band holds")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="band_questions"
    )
    imported_band = models.CharField(max_length=5)
    stated_band = models.CharField(max_length=5)
    stated_turns_adult_on = models.DateField(null=True, blank=True)
    raised_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_band_questions",
    )
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = BandQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            *bounded(imported_band=5, stated_band=5, reason=300),
            models.UniqueConstraint(
                fields=["user"], condition=Q(decided_at=None), name="one_open_band_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.imported_band} or {self.stated_band}"


class Block(models.Model):
    """One person wants to have nothing to do with another; while the row stands, neither is
    there for the other, and the database refuses talks of the two.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    blocker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_made"
    )
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["blocked", "blocker"], name="block_by_blocked")]
        constraints = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="blocked_once"),
            models.CheckConstraint(
                condition=~Q(blocker=F("blocked")), name="nobody_blocks_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocked {self.blocked_id}"
