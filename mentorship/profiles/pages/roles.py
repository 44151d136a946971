"""What coordinators see of mentors, and what an applicant sees of their application."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.audit.models import AuditEntry
from accounts.people.models import Band
from accounts.safeguarding.models import Clearance
from mentorship.profiles.models import MentorApplication, MentorProfile
from mentorship.profiles.querysets import MentorProfileQuerySet

if TYPE_CHECKING:
    from accounts.people.models import User

ENTRIES = 20
# What coordinators do about somebody. Reports, and what moderators decide, are not theirs to read.
ACTS_OF_COORDINATORS = (
    "approve application",
    "decline application",
    "pause role",
    "resume role",
    "end role",
    "set tracks",
    "grant clearance",
    "end clearance",
    "grant coordinator",
    "end coordinator",
    "grant moderator",
    "end moderator",
    "grant safeguarding lead",
    "end safeguarding lead",
    "give link",
    "end link",
    "take up link",
)


@dataclass(frozen=True)
class ApplyingPage:
    """Whether somebody may apply now: not while they hold the role, not while one waits."""

    holds_role: bool
    waiting: MentorApplication | None
    declined: MentorApplication | None

    @property
    def may_apply(self) -> bool:
        return not self.holds_role and self.waiting is None


def applying_page(user: "User") -> ApplyingPage:
    """The state of this person's applications, the last one first."""
    last = user.mentor_applications.order_by("-submitted_at").first()
    return ApplyingPage(
        holds_role=MentorProfile.objects.held_by(user).exists(),
        waiting=last if last and not last.decided_at else None,
        declined=last if last and last.decision == MentorApplication.Decision.DECLINED else None,
    )


def mentors_listed(words: str, *, at: datetime) -> MentorProfileQuerySet:
    """Every mentor of both spaces and in every state, with `cleared_until`: this is for staff."""
    in_force = Clearance.objects.in_force(at=at).filter(user=OuterRef("user"))
    mentors = (
        MentorProfile.objects.select_related("user")
        .annotate(
            cleared_until=Subquery(in_force.order_by("-cleared_until").values("cleared_until")[:1])
        )
        .order_by("state", "user__display_name", "pk")
    )
    return mentors.found_by(words)


@dataclass(frozen=True)
class MentorPage:
    """One mentor for a coordinator: state, clearance, and what staff did."""

    mentor: MentorProfile
    cleared_until: date | None
    entries: list[AuditEntry]

    @property
    def is_adult(self) -> bool:
        return self.mentor.user.band == Band.ADULT


def mentor_page(mentor: MentorProfile, *, at: datetime) -> MentorPage:
    """The latest acts first, at most ENTRIES."""
    in_force = Clearance.objects.in_force(at=at).filter(user=mentor.user)
    return MentorPage(
        mentor=mentor,
        cleared_until=in_force.order_by("-cleared_until")
        .values_list("cleared_until", flat=True)
        .first(),
        entries=list(record_of(mentor)[:ENTRIES]),
    )


def record_of(mentor: MentorProfile) -> QuerySet[AuditEntry]:
    """What coordinators did about this mentor, the latest first; never what was reported."""
    entries = AuditEntry.objects.filter(subject=mentor.user, act__in=ACTS_OF_COORDINATORS)
    return entries.select_related("actor")
