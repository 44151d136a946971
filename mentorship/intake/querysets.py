"""Named filters over imports that coordinators hand in."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

KEPT_FOR = timedelta(days=7)
UNATTENDED = ("waiting", "confirmed")
AT_WORK = ("reading", "writing")


class ImportPlanQuerySet(models.QuerySet):
    def under_way(self) -> Self:
        """The one import whose files still wait for a worker or for a decision."""
        return self.filter(is_open=True)

    def due(self, *, at: datetime) -> Self:
        """What a worker has to do: new, confirmed, or left by a worker that fell silent."""
        left = Q(state__in=AT_WORK, leased_until__lte=at)
        return self.filter(Q(state__in=UNATTENDED) | left)

    def held_with(self, lease: uuid.UUID | None) -> Self:
        """The plan that the holder of this lease works on."""
        return self.filter(lease=lease, state__in=AT_WORK)

    def undecided_too_long(self, *, at: datetime) -> Self:
        """Previews that nobody confirmed within KEPT_FOR of handing the files in."""
        return self.filter(state="ready", handed_in_at__lte=at - KEPT_FOR)
