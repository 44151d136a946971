"""The programme page in all its versions, banners, and who has closed which."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.kit.bounds import bounded
from mentorship.programme.querysets import BOTH, BannerQuerySet

TITLE_MAX, BODY_MAX = 120, 8000
TEXT_MAX, LINK_MAX, LINK_WORDS_MAX = 160, 200, 40
MARK_LENGTH = 16


class ProgrammeVersion(models.Model):
    """One saved text of the page; the newest is what is shown, none is ever changed.

    The unique number is what refuses the second of two who save at the same moment.
    """

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=TITLE_MAX)
    body = models.TextField(max_length=BODY_MAX)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="programme_versions"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = bounded(title=TITLE_MAX, body=BODY_MAX)

    def __str__(self) -> str:
        return f"version {self.number}"


class Banner(models.Model):
    """A short text on top of every page of one space or both, from a moment until another."""

    class Audience(models.TextChoices):
        BOTH = BOTH, _("Everybody")
        ADULT = "adult", _("The adult space")
        TEEN = "teen", _("The teen space")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.CharField(max_length=TEXT_MAX)
    link = models.CharField(max_length=LINK_MAX, blank=True)
    link_words = models.CharField(max_length=LINK_WORDS_MAX, blank=True)
    audience = models.CharField(max_length=5, choices=Audience, default=Audience.BOTH)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="banners_made"
    )
    made_at = models.DateTimeField()

    objects = BannerQuerySet.as_manager()

    class Meta:
        ordering = ["-from_at", "-pk"]
        indexes = [
            models.Index(fields=["until_at"], condition=Q(ended_at=None), name="banner_standing")
        ]
        constraints = [
            *bounded(text=TEXT_MAX, link=LINK_MAX, link_words=LINK_WORDS_MAX),
            models.CheckConstraint(
                condition=Q(from_at__lt=F("until_at")), name="banner_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=("both", "adult", "teen")), name="audience_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def mark(self) -> str:
        """Changes with what a coordinator can change: an editor hands back what they began from."""
        moments = (self.from_at.timestamp(), self.until_at.timestamp())
        facts = repr((self.text, self.link, self.link_words, str(self.audience), moments))
        return hashlib.sha256(facts.encode()).hexdigest()[:MARK_LENGTH]


class BannerDismissal(models.Model):
    """Somebody has closed a banner; it is not shown to them again."""

    banner = models.ForeignKey(Banner, models.CASCADE, related_name="dismissals")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="banner_dismissals"
    )
    dismissed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["banner", "user"], name="banner_dismissed_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} closed {self.banner_id}"
