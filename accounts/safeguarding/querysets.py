"""Named filters over clearances and band questions."""

from datetime import datetime
from typing import Self

from django.db import models


class ClearanceQuerySet(models.QuerySet):
    def in_force(self, *, at: datetime) -> Self:
        """Clearances that hold at `at`: not ended, and the last day not yet over (UTC)."""
        return self.filter(ended_at__isnull=True, cleared_until__gte=at.date())


class BandQuestionQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Questions that wait for a moderator, oldest first."""
        return self.filter(decided_at__isnull=True).order_by("raised_at")
