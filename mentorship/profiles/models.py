"""Mentor profiles and what belongs to them, as the database keeps them."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.kit.bounds import bounded
from mentorship.profiles.querysets import MentorProfileQuerySet

# Folding may make one letter several; a profile itself has some twenty thousand at most.
SEARCH_TEXT_MAX = 400_000


class Topic(models.Model):
    """Something a mentor can help with and a listener may want to talk about."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = bounded(slug=40, name=60, description=300)
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Track(models.Model):
    """A kind of mentoring, such as chat support or quality."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = bounded(slug=40, name=60, description=300)
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TopicWanted(models.Model):
    """A topic a listener would like to talk about; at most four each."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="topics_wanted")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="wanted_by")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["user", "topic"], name="topic_wanted_once")]

    def __str__(self) -> str:
        return f"{self.user_id} wants {self.topic_id}"


class MentorApplication(models.Model):
    """A listener asks to become a mentor; a coordinator decides."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Not now")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentor_applications"
    )
    headline = models.CharField(max_length=200)
    why = models.TextField(max_length=2000)
    topics = models.ManyToManyField(Topic, blank=True)
    wants_teens = models.BooleanField(default=False)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_applications",
    )
    decision = models.CharField(max_length=8, choices=Decision, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            *bounded(headline=200, why=2000, reason=300),
            models.UniqueConstraint(
                fields=["user"], condition=Q(decided_at=None), name="one_open_application"
            ),
        ]

    def __str__(self) -> str:
        return f"application of {self.user_id}"


class MentorProfile(models.Model):
    """One mentor: role, room, presence, and the sections others read.

    The columns under "snapshots" repeat facts of other rows so that lists need
    no joins; they are written by operations and sweeps, never by hand. Places
    are decided from rows under a lock, never from a snapshot.
    """

    class State(models.TextChoices):
        APPROVED = "approved", _("Approved")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentor_profile"
    )
    state = models.CharField(max_length=8, choices=State, default=State.APPROVED)
    approved_at = models.DateTimeField()
    is_public = models.BooleanField(default=False)
    shown_outside = models.BooleanField(default=False)
    accepting = models.BooleanField(default=True)
    capacity = models.PositiveSmallIntegerField(
        default=2, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    weekly_sessions = models.PositiveSmallIntegerField(default=0)
    tracks = models.ManyToManyField(Track, blank=True, related_name="mentors")

    headline = models.CharField(max_length=200, blank=True)
    about = models.TextField(max_length=2000, blank=True)
    style_direct_gentle = models.PositiveSmallIntegerField(null=True, blank=True)
    style_open_structured = models.PositiveSmallIntegerField(null=True, blank=True)
    style_text_voice = models.PositiveSmallIntegerField(null=True, blank=True)
    style_serious_playful = models.PositiveSmallIntegerField(null=True, blank=True)
    section_order = models.JSONField(default=list, blank=True)

    here_until = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    # Snapshots
    search_text = models.TextField(blank=True, editable=False)
    sort_name = models.CharField(max_length=200, blank=True, editable=False)
    active_count = models.PositiveIntegerField(default=0, editable=False)
    last_served_at = models.DateTimeField(null=True, blank=True, editable=False)
    served_on = models.DateField(null=True, blank=True, editable=False)
    served_on_count = models.PositiveIntegerField(default=0, editable=False)
    opens_at = models.DateTimeField(null=True, blank=True, editable=False)
    opens_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MentorProfileQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "here_until"], name="mentor_by_window"),
            models.Index(fields=["state", "opens_at"], name="mentor_by_opening"),
            models.Index(fields=["state", "sort_name"], name="mentor_by_name"),
            models.Index(fields=["state", "-approved_at"], name="mentor_by_approval"),
            models.Index(
                fields=["state", "opens_at"],
                condition=Q(accepting=True, active_count__lt=F("capacity")),
                name="mentor_with_room",
            ),
        ]
        constraints = [
            *bounded(headline=200, about=2000, search_text=SEARCH_TEXT_MAX, sort_name=200),
            models.CheckConstraint(
                condition=Q(shown_outside=False) | Q(is_public=True),
                name="outside_only_who_is_public",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1) & Q(capacity__lte=10), name="capacity_1_to_10"
            ),
            *[
                models.CheckConstraint(
                    condition=Q((f"{field}__isnull", True)) | Q((f"{field}__range", (1, 5))),
                    name=f"{field}_1_to_5",
                )
                for field in (
                    "style_direct_gentle",
                    "style_open_structured",
                    "style_text_voice",
                    "style_serious_playful",
                )
            ],
        ]

    def __str__(self) -> str:
        return str(self.user)

    def get_absolute_url(self) -> str:
        return reverse("profiles:profile", args=[self.user.username])


class TopicStrength(models.Model):
    """How well a mentor knows a topic: 1 knows well, 0.5 has some experience."""

    profile = models.ForeignKey(MentorProfile, models.CASCADE, related_name="strengths")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="strengths", db_index=False)
    strength = models.FloatField(default=1.0)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-strength", "position"]
        indexes = [models.Index(fields=["topic", "profile"], name="strength_by_topic")]
        constraints = [
            models.UniqueConstraint(fields=["profile", "topic"], name="topic_once_per_mentor"),
            models.CheckConstraint(condition=Q(strength__in=[0.5, 1.0]), name="strength_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.topic_id}"


class Situation(models.Model):
    """Something the mentor has met before, in the mentor's words."""

    profile = models.ForeignKey(MentorProfile, models.CASCADE, related_name="situations")
    text = models.CharField(max_length=2000)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = bounded(text=2000)
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class WeeklyHours(models.Model):
    """One weekly window, in the mentor's own time zone; minutes of the day, 1440 ends it.

    `utc_starts` and `utc_ends` are a snapshot: the same window by the UTC clock as it stands
    now, the start from 0 to 1439. They follow a change of clocks with the next refresh.
    """

    profile = models.ForeignKey(MentorProfile, models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    utc_starts = models.PositiveSmallIntegerField(null=True, editable=False)
    utc_ends = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["weekday", "starts"]
        indexes = [
            models.Index(fields=["utc_starts", "utc_ends", "profile"], name="hours_by_utc"),
            models.Index(fields=["utc_ends"], name="hours_by_utc_end"),
        ]
        verbose_name_plural = "weekly hours"
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekday_is_known"),
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")) & Q(ends__lte=1440), name="hours_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts}-{self.ends}"


class Leave(models.Model):
    """Days on which a mentor is away, first and last included, in the mentor's zone."""

    profile = models.ForeignKey(MentorProfile, models.CASCADE, related_name="leaves")
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="leave_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} to {self.ends_on}"


class SectionDraft(models.Model):
    """What a mentor typed into a section and has not published yet."""

    profile = models.ForeignKey(MentorProfile, models.CASCADE, related_name="drafts")
    section = models.CharField(max_length=20)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            *bounded(section=20),
            models.UniqueConstraint(fields=["profile", "section"], name="one_draft_per_section"),
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.profile_id}"
