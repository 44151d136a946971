"""The control with which a mentor says that they are here, or away; one part on every page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mentorship.profiles.models import MentorProfile

CHOICES = (30, 60, 120)
USUAL = timedelta(minutes=60)
KEPT = "_own_mentor_profile"


@dataclass(frozen=True)
class Presence:
    """Until when the mentor is here; None is away."""

    until: datetime | None
    choices: tuple[int, ...] = CHOICES

    @property
    def extended_until(self) -> datetime | None:
        return self.until + USUAL if self.until else None


def own_profile(request: Any) -> MentorProfile | None:
    """The profile of the person who asks, if they are a mentor now; one query a request."""
    if not hasattr(request, KEPT):
        mine = MentorProfile.objects.approved().filter(user=request.user.pk).select_related("user")
        setattr(request, KEPT, mine.first() if request.user.is_authenticated else None)
    return getattr(request, KEPT)


def forget_profile(request: Any) -> None:
    """The profile has been changed; the next look reads it again."""
    if hasattr(request, KEPT):
        delattr(request, KEPT)


def presence_of(mentor: MentorProfile | None, *, at: datetime) -> Presence | None:
    """What the control shows; None for somebody who is no mentor."""
    if mentor is None:
        return None
    running = mentor.here_until is not None and mentor.here_until > at
    return Presence(until=mentor.here_until if running else None)
