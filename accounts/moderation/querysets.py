"""Named filters over reports. The viewer is an argument."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.people.models import User


class ReportQuerySet(models.QuerySet):
    def visible_to(self, viewer: "User") -> Self:
        """Reports a moderator may handle: none about themselves, none of their own making."""
        if not viewer.moderates:
            return self.none()
        return self.exclude(about=viewer).exclude(reporter=viewer)

    def waiting(self) -> Self:
        """Not decided yet: the gravest first, and of equally grave ones the oldest."""
        return self.filter(decided_at__isnull=True).order_by("-gravity", "made_at", "pk")

    def decided(self) -> Self:
        """Decided ones, the last decision first."""
        return self.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")

    def made_by(self, reporter: "User") -> Self:
        """What this person has reported, the newest first."""
        return self.filter(reporter=reporter).order_by("-made_at", "-pk")

    def made_since(self, reporter: "User", *, since: datetime) -> Self:
        """What this person has reported after `since`."""
        return self.filter(reporter=reporter, made_at__gt=since)
