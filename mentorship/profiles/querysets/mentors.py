"""Named filters and annotations over mentor profiles. Clock and viewer are arguments."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.db.models.functions import Greatest

from accounts.people.models import Band
from accounts.safeguarding.models import Block, Clearance
from config.kit.text import fold
from mentorship.profiles.rules.presence import SEEN_WITHIN

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User
    from mentorship.profiles.models import MentorProfile


class MentorProfileQuerySet(models.QuerySet):
    def approved(self) -> Self:
        """Mentors whose role holds: approved, not paused, not ended, account active."""
        return self.filter(state="approved", user__is_active=True)

    def held_by(self, user: "User") -> Self:
        """The person's own profile, unless the role has ended."""
        return self.filter(user=user).exclude(state="ended")

    def with_clearance(self, *, at: datetime) -> Self:
        """Annotate `is_cleared`: a clearance for teens is in force at `at`."""
        in_force = Clearance.objects.in_force(at=at).filter(user=OuterRef("user"))
        return self.annotate(is_cleared=Exists(in_force))

    def in_space(self, space: str, *, at: datetime) -> Self:
        """Mentors whom a listener of this space may meet (table of policy 12)."""
        if space == Band.TEEN:
            return self.with_clearance(at=at).filter(Q(user__band=Band.TEEN) | Q(is_cleared=True))
        return self.filter(user__band=Band.ADULT)

    def visible_to(self, viewer: "User | AnonymousUser", *, at: datetime) -> Self:
        """Approved mentors `viewer` may know of, and the viewer's own profile.

        Visitors see adult mentors who agreed to be public. Members see the
        mentors of their own space, nobody else (policy 12), and nobody with a block between
        the two (policy 13.2, H5).
        """
        if not viewer.is_authenticated:
            return self.approved().filter(
                is_public=True, user__band=Band.ADULT, user__woken_at__isnull=False
            )
        of_space = self.in_space(viewer.band, at=at)
        seen = of_space.filter(Q(state="approved", user__is_active=True) | Q(user=viewer))
        return seen.filter(~Exists(Block.objects.between(viewer, OuterRef("user"))))

    def outside(self) -> Self:
        """Adults who agreed to be shown on pages of other sites, as long as their role holds."""
        return self.approved().filter(
            shown_outside=True,
            is_public=True,
            user__band=Band.ADULT,
            user__woken_at__isnull=False,
        )

    def found_by(self, words: str) -> Self:
        """Mentors whose names, topics and texts hold every word; accents and case do not matter."""
        mentors = self
        for word in fold(words).split():
            mentors = mentors.filter(search_text__contains=word)
        return mentors

    def window_open(self, *, at: datetime) -> Self:
        """A here-now window is running, and the mentor is awake and accepts."""
        return self.filter(accepting=True, here_until__gt=at, user__woken_at__isnull=False)

    def here(self, *, at: datetime) -> Self:
        """A window is running and a device was seen within SEEN_WITHIN (300 s, policy 13.1)."""
        return self.window_open(at=at).filter(seen_at__gte=at - SEEN_WITHIN)

    def unsettled(self, *, at: datetime) -> Self:
        """Windows whose time is over, and devices unseen for SEEN_WITHIN in one that runs."""
        ended = Q(here_until__lte=at)
        unseen = Q(here_until__gt=at, seen_at__lt=at - SEEN_WITHIN)
        return self.filter(ended | unseen)

    def opening_passed(self, *, at: datetime) -> Self:
        """Approved mentors whose next opening, as lists show it, is over."""
        return self.approved().filter(opens_until__lte=at)

    def opening_begins(self, *, after: datetime, until: datetime) -> Self:
        """Approved mentors whose next opening begins in this stretch of time."""
        return self.approved().filter(opens_at__gt=after, opens_at__lte=until)

    def open_to_all(self) -> Self:
        """Approved mentors who are awake and accept: those a new person may turn to."""
        return self.approved().filter(accepting=True, user__woken_at__isnull=False)

    def knowing_what(self, mentor: "MentorProfile", *, at: datetime) -> Self:
        """Others, annotated and ordered: those who know a topic of `mentor` before the rest;
        of these who is here first, then by how many they know, then by who opens first.
        """
        topics = mentor.strengths.values("topic")
        window = Q(here_until__gt=at, seen_at__gte=at - SEEN_WITHIN)
        shared = Count("strengths", filter=Q(strengths__topic__in=topics), distinct=True)
        soonest = F("opens_at").asc(nulls_last=True)
        return (
            self.exclude(pk=mentor.pk)
            .annotate(is_here=Case(When(window, then=1), default=0), shared_topics=shared)
            .annotate(knows=Case(When(shared_topics__gt=0, then=1), default=0))
            .order_by("-knows", "-is_here", "-shared_topics", soonest, "public_id")
        )

    def with_places(self) -> Self:
        """Annotate `free_places` from the snapshot of places held (policy 13.2, H3)."""
        return self.annotate(free_places=Greatest(0, F("capacity") - F("active_count")))

    def with_room(self) -> Self:
        """Only mentors with a free place, so that popular mentors are not swamped."""
        return self.with_places().filter(active_count__lt=F("capacity"))
