"""Named filters over clearances, band questions and blocks."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

if TYPE_CHECKING:
    from accounts.people.models import User


class ClearanceQuerySet(models.QuerySet):
    def in_force(self, *, at: datetime) -> Self:
        """Clearances that hold at `at`: not ended, and the last day not yet over (UTC)."""
        return self.filter(ended_at__isnull=True, cleared_until__gte=at.date())

    def without_second_factor(self, user: "User", *, at: datetime) -> Self:
        """Clearances in force of `user`, if nothing but a password opens their account."""
        factors = Authenticator.objects.filter(user=user.pk)
        return self.in_force(at=at).filter(~Exists(factors), user=user)


class BandQuestionQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Questions that wait for a moderator, oldest first."""
        return self.filter(decided_at__isnull=True).order_by("raised_at")


class BlockQuerySet(models.QuerySet):
    def others_of(self, viewer: "User") -> "models.QuerySet[Any, int]":
        """Ids of the people whom a block keeps from the viewer, whoever made it."""
        other = models.Case(models.When(blocker=viewer, then=F("blocked")), default=F("blocker"))
        met = self.filter(Q(blocker=viewer) | Q(blocked=viewer))
        return met.order_by().values_list(other, flat=True)

    def between(self, one: "User | OuterRef", other: "User | OuterRef") -> Self:
        """The blocks of two people, whoever made them; either may be a column outside."""
        return self.filter(Q(blocker=one, blocked=other) | Q(blocker=other, blocked=one))
