"""The control with which a mentor says that they are here, or away; one part on every page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from config.kit.prepared import Prepared
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.rules.presence import extended_end

CHOICES = (30, 60, 120)
WORTH_A_TAP = timedelta(minutes=15)
COLUMNS = [field.attname for field in MentorProfile._meta.concrete_fields]
KEPT = "_own_mentor_profile"


@dataclass(frozen=True)
class Presence:
    """Until when the mentor is here; None is away.

    `extended_until` is what one more tap would make of it, None where that is hardly more.
    """

    until: datetime | None
    extended_until: datetime | None = None
    choices: tuple[int, ...] = CHOICES


def own_profile(request: Any) -> MentorProfile | None:
    """The profile of the person who asks, if they are a mentor now; one query a request."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, _profile_of(request.user))
    return getattr(request, KEPT)


def _profile_of(user: Any) -> MentorProfile | None:
    rows = _MINE.rows(person=user.pk) if user.is_authenticated else []
    if not rows:
        return None
    mentor = MentorProfile.from_db("default", COLUMNS, rows[0])
    mentor.user = user
    return mentor


def _mine(pk: int, _at: datetime) -> QuerySet:
    return MentorProfile.objects.approved().filter(user=pk).values_list(*COLUMNS)


_MINE = Prepared(_mine)


def forget_profile(request: Any) -> None:
    """The profile has been changed; the next look reads it again."""
    if hasattr(request, KEPT):
        delattr(request, KEPT)


def presence_of(mentor: MentorProfile | None, *, at: datetime) -> Presence | None:
    """What the control shows; None for somebody who is no mentor."""
    if mentor is None:
        return None
    until = mentor.here_until
    if until is None or until <= at:
        return Presence(until=None)
    extended = extended_end(until, at=at)
    return Presence(until, extended if extended - until >= WORTH_A_TAP else None)
