"""Which mentors the list may show: the groups of policy 13.1 as filters on the database."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.people.models import SpokenLanguage
from accounts.safeguarding.models import Block
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.querysets import MentorProfileQuerySet
from mentorship.queue.rules import SOON_WITHIN

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User


def languages_of(person: "User") -> QuerySet:
    """The languages of a person without their regions, the preferred one first."""
    return SpokenLanguage.objects.filter(user=person.pk).values_list("base", flat=True)


def hidden_from(person: "User") -> frozenset[str]:
    """The public ids of mentors whom a block keeps from this person. One query."""
    mentors = MentorProfile.objects.filter(user__in=Block.objects.others_of(person))
    return frozenset(str(public_id) for public_id in mentors.values_list("public_id", flat=True))


def speaking(bases: QuerySet) -> Exists:
    """A mentor talks one of these languages; compared by the part before the first hyphen."""
    return Exists(SpokenLanguage.objects.filter(user=OuterRef("user"), base__in=bases))


def preferring(bases: QuerySet) -> Exists:
    """A mentor talks the first of these languages."""
    first = Subquery(bases[:1])
    return Exists(SpokenLanguage.objects.filter(user=OuterRef("user"), base=first))


def accepting(mentors: MentorProfileQuerySet) -> MentorProfileQuerySet:
    """Mentors of any group: role in force, awake, and new people may write."""
    return mentors.approved().filter(accepting=True, user__woken_at__isnull=False)


def named(mentors: MentorProfileQuerySet, *, at: datetime) -> MentorProfileQuerySet:
    """Groups 1 to 3, which the list shows by name."""
    soon = Q(opens_at__lte=at + SOON_WITHIN, opens_until__gt=at)
    return accepting(mentors).filter(Q(here_until__gt=at) | soon)


def opening_next(mentors: MentorProfileQuerySet, *, at: datetime) -> MentorProfileQuerySet:
    """Those of group 4 with weekly hours, the first to open first."""
    later = accepting(mentors).filter(opens_at__gt=at + SOON_WITHIN)
    return later.exclude(here_until__gt=at).order_by("opens_at", "pk")


def within_reach_of(viewer: "User | AnonymousUser", *, at: datetime) -> MentorProfileQuerySet:
    """Mentors whom the viewer may see and talk with (policy 13.2, H6), and the viewer's own row.

    Members get `speaks_mine` annotated: the mentor talks the viewer's first language.
    """
    visible = MentorProfile.objects.visible_to(viewer, at=at)
    if not viewer.is_authenticated:
        return visible
    bases = languages_of(viewer)
    mine = visible.annotate(speaks_mine=preferring(bases))
    return mine.filter(speaking(bases) | Q(user=viewer.pk))
