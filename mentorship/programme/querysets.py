"""Which banners are shown to whom, and which are still to come."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONObject

if TYPE_CHECKING:
    from accounts.people.models import User

BOTH = "both"


class BannerQuerySet(models.QuerySet):
    """Banners, and the one that somebody sees now."""

    def standing(self) -> "BannerQuerySet":
        """Those that nobody ended early."""
        return self.filter(ended_at=None)

    def not_over(self, *, at: datetime) -> "BannerQuerySet":
        """Shown now or still to come."""
        return self.standing().filter(until_at__gt=at)

    def for_space(self, space: str) -> "BannerQuerySet":
        """Those that somebody of `space` may see; "both" is everybody."""
        return self.all() if space == BOTH else self.filter(audience__in=(BOTH, space))

    def visible_to(self, viewer: "User", *, at: datetime) -> "BannerQuerySet":
        """Shown now in the space of `viewer`, closed by them or not."""
        return self.not_over(at=at).filter(from_at__lte=at).for_space(viewer.band)

    def overlapping(
        self, *, from_at: datetime, until_at: datetime, audience: str
    ) -> "BannerQuerySet":
        """Those that some person would see in the same time."""
        meets = Q(from_at__lt=until_at) & Q(until_at__gt=from_at)
        return self.standing().filter(meets).for_space(audience)

    def told(self, viewer: "User", *, at: datetime) -> "models.QuerySet":
        """The one banner `viewer` sees now, as a JSON object for a column of another query."""
        open_to_them = self.visible_to(viewer, at=at).exclude(dismissals__user=viewer)
        words = JSONObject(public_id="public_id", text="text", link="link", link_words="link_words")
        return open_to_them.order_by("-from_at", "-pk").values_list(words, flat=True)[:1]
