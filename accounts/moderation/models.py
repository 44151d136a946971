"""Reports and the copies of what they are about."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.moderation.querysets import ReportQuerySet
from config.kit.bounds import bounded
from config.kit.sealing import unseal

SEALED_FOR = "accounts.moderation.reports"
# Sealing makes four thirds of the bytes, of which a letter has up to four: 2,000 letters of a
# reporter, and some 20,000 of the longest profile.
SEALED_WORDS_MAX, SEALED_COPY_MAX = 12_000, 120_000


class Category(models.TextChoices):
    """What somebody reports, in the order in which the form asks."""

    CONTACT = "contact", _("Asks for contact outside, or for a real name, school or address")
    UNKIND = "unkind", _("Unkind, harassing or pushing")
    SEXUAL = "sexual", _("Sexual")
    CHILD = "child", _("An adult behaves wrongly towards somebody under 18")
    THREAT = "threat", _("Threatens to hurt somebody")
    ADVICE = "advice", _("Advice that could harm")
    SPAM = "spam", _("Advertising or spam")
    OTHER = "other", _("Something else")


class Report(models.Model):
    """Somebody asks moderators to look at a profile or a message.

    `target` names the thing by its public id; the words of the reporter and the copies of what
    was said are encrypted. Who reported is never shown to the person it is about.
    """

    class Source(models.TextChoices):
        PROFILE = "profile", _("a profile")
        MESSAGE = "message", _("a message")

    class Decision(models.TextChoices):
        NO_STEP = "none", _("No step is needed")
        SPOKEN = "spoken", _("We have spoken with this person")
        REMOVED = "removed", _("The message is removed")
        CLOSED = "closed", _("The account is closed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports_made"
    )
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    source = models.CharField(max_length=7, choices=Source)
    target = models.UUIDField()
    category = models.CharField(max_length=8, choices=Category)
    is_urgent = models.BooleanField(default=False)
    gravity = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision = models.CharField(max_length=7, choices=Decision, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    outcome_seen_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-gravity", "made_at"],
                condition=Q(decided_at=None),
                name="report_waiting",
            ),
            models.Index(fields=["reporter", "-made_at"], name="report_by_reporter"),
        ]
        constraints = [
            *bounded(words=SEALED_WORDS_MAX, reason=300),
            models.UniqueConstraint(
                fields=["reporter", "target"],
                condition=Q(decided_at=None),
                name="reported_once_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(reporter=F("about")), name="nobody_reports_themselves"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decision="")
                | (Q(decided_at__gte=F("made_at"), decided_by__isnull=False) & ~Q(decision="")),
                name="report_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def own_words(self) -> str:
        """What the reporter wrote."""
        return unseal(self.words, purpose=SEALED_FOR) if self.words else ""


class ReportedText(models.Model):
    """A copy, made when the report was filed: the reported text itself, or one around it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="texts")
    position = models.SmallIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed = models.TextField()
    text_hash = models.CharField(max_length=64)
    said_at = models.DateTimeField(null=True, blank=True)
    is_reported = models.BooleanField(default=False)

    is_earlier = False  # set by `operations.look_at`

    class Meta:
        ordering = ["position"]
        constraints = [
            *bounded(sealed=SEALED_COPY_MAX, text_hash=64),
            models.UniqueConstraint(fields=["report", "position"], name="copied_once"),
            models.CheckConstraint(condition=~Q(text_hash=""), name="copy_is_fingerprinted"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.position}"

    @property
    def text(self) -> str:
        return unseal(self.sealed, purpose=SEALED_FOR)
