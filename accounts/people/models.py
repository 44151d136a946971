"""People of the community, as the database keeps them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.people.querysets import InvitationQuerySet, PersonQuerySet
from accounts.people.rules.names import inert
from accounts.people.rules.sessions import is_over
from config.kit.bounds import bounded

HANDLE_PATTERN = r"^[A-Za-z][A-Za-z0-9_]{2,29}\Z"


class Band(models.TextChoices):
    """The age band, which is also the space a person belongs to (policy 12)."""

    TEEN = "teen", _("13 to 17")
    ADULT = "adult", _("18 and over")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Avatar(models.TextChoices):
    """Twelve drawn motifs; photos would end the anonymity of listeners."""

    HILL = "hill", _("Hill")
    MOON = "moon", _("Moon")
    LEAF = "leaf", _("Leaf")
    CUP = "cup", _("Cup")
    STAR = "star", _("Star")
    FLOWER = "flower", _("Flower")
    TREE = "tree", _("Tree")
    WAVE = "wave", _("Wave")
    LANTERN = "lantern", _("Lantern")
    PEAK = "peak", _("Peak")
    SUN = "sun", _("Sun")
    BIRD = "bird", _("Bird")


class PersonManager(UserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Django's own manager with the named filters of people."""


class User(AbstractBaseUser, PermissionsMixin):
    """One person: a handle, a space, a way to sign in.

    The handle keeps its case and is unique without it. The date of birth is
    never stored, only the band and the month in which a teen becomes an adult.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("handle"),
        max_length=30,
        unique=True,
        validators=[
            RegexValidator(
                HANDLE_PATTERN,
                _("A handle has 3 to 30 letters, digits and underscores, a letter first."),
            )
        ],
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    display_name = models.CharField(_("display name"), max_length=60)
    # What the names read like; those of protected people (mentors, staff) nobody may imitate.
    name_skeleton = models.CharField(max_length=240, blank=True, db_index=True, editable=False)
    handle_skeleton = models.CharField(max_length=240, blank=True, db_index=True, editable=False)
    name_is_protected = models.BooleanField(default=False, editable=False)
    about = models.TextField(max_length=2000, blank=True)
    band = models.CharField(max_length=5, choices=Band)
    turns_adult_on = models.DateField(null=True, blank=True)
    band_confirmed_at = models.DateTimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    avatar = models.CharField(max_length=12, choices=Avatar, default=Avatar.HILL)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_coordinator = models.BooleanField(default=False)
    is_moderator = models.BooleanField(default=False)
    is_safeguarding_lead = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    verified = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)
    first_card_seen_at = models.DateTimeField(null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email", "display_name", "band", "joined_at"]

    class Meta:
        constraints = [
            *bounded(
                username=30,
                email=254,
                display_name=60,
                name_skeleton=240,
                handle_skeleton=240,
                about=2000,
                time_zone=64,
                password=128,
            ),
            models.UniqueConstraint(Lower("username"), name="handle_unique_without_case"),
            models.UniqueConstraint(Lower("email"), name="email_unique_without_case"),
            models.CheckConstraint(condition=Q(band__in=Band.values), name="band_is_known"),
        ]

    def __str__(self) -> str:
        """The name as everybody may be shown it: inert, whatever an import brought."""
        return inert(self.display_name) or self.username

    @property
    def is_dormant(self) -> bool:
        return self.woken_at is None

    @property
    def moderates(self) -> bool:
        """Moderators and safeguarding leads do the same with reports and questions."""
        return self.is_moderator or self.is_safeguarding_lead

    @property
    def holds_an_office(self) -> bool:
        """Whoever sees more than their own affairs: programme staff and operators."""
        return self.is_programme_staff or self.is_staff or self.is_superuser

    @property
    def is_programme_staff(self) -> bool:
        return self.is_coordinator or self.moderates

    def session_is_over(self, session: Mapping[str, Any], *, at: datetime) -> bool:
        """Pages and streams ask this of each session; only those of an office have an end."""
        return self.holds_an_office and is_over(session, at=at)


class SpokenLanguage(models.Model):
    """A language somebody talks in; the first in order is the preferred one.

    Two people share a language when the part before the first hyphen is equal.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="languages")
    tag = models.CharField(max_length=35)
    base = models.CharField(max_length=8, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "tag"]
        constraints = [
            *bounded(tag=35, base=8),
            models.UniqueConstraint("user", Lower("tag"), name="language_once_per_person"),
        ]

    def __str__(self) -> str:
        return self.tag


class Invitation(models.Model):
    """The one letter that wakes an imported person: "Set a password"."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitation")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="released_invitations"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["released_at"], condition=Q(sent_at=None), name="invitation_to_send"
            )
        ]

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"
