"""Which mentors the list may show: the groups of policy 13.1 as filters on the database."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from accounts.people.models import SpokenLanguage, User
from accounts.safeguarding.models import Block
from config.kit.prepared import Prepared
from mentorship.profiles.models import MentorProfile, TopicStrength
from mentorship.profiles.querysets import MentorProfileQuerySet
from mentorship.profiles.rules.presence import SEEN_WITHIN
from mentorship.queue.rules import SOON_WITHIN, Group

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def languages_of(person: "User") -> QuerySet:
    """The languages of a person without their regions, the preferred one first."""
    return SpokenLanguage.objects.filter(user=person.pk).values_list("base", flat=True)


def _reach(pk: int, _at: datetime) -> QuerySet:
    """Places and bases of the languages, and under them both sides of every block."""
    texts = {"one": CharField(), "other": CharField()}
    spoken = SpokenLanguage.objects.filter(user=pk).order_by()
    languages = spoken.annotate(one=Cast("position", texts["one"]), other=F("base"))
    met = Block.objects.filter(Q(blocker=pk) | Q(blocked=pk)).order_by()
    blocks = met.annotate(
        one=Cast("blocker_id", texts["one"]), other=Cast("blocked_id", texts["other"])
    )
    columns = "one", "other"
    return languages.values_list(*columns).union(blocks.values_list(*columns), all=True)


_REACH = Prepared(_reach)


@dataclass(frozen=True)
class Reach:
    """Whom of a space somebody may see: who has the same `name` sees the same mentors.

    `talks` says that they have named a language, so that a mentor is among those they see.
    """

    name: str
    talks: bool = False


def reach_of(viewer: "User | AnonymousUser") -> Reach:
    """The languages of the viewer in their order, and the people whom a block keeps away.

    One query.
    """
    if not viewer.is_authenticated:
        return Reach("visitor")
    own = str(viewer.pk)
    pairs = sorted(_REACH.rows(person=viewer.pk))
    # The reader's own key is left out, so that people without blocks have one reach in common.
    name = repr([["" if text == own else text for text in pair] for pair in pairs])
    return Reach(name, talks=any(not base.isdecimal() for _place, base in pairs))


def bases_by_person(people: "Collection[User]") -> dict[int, set[str]]:
    """The languages of each person, without their regions. One query."""
    bases: dict[int, set[str]] = defaultdict(set)
    spoken = SpokenLanguage.objects.filter(user__in=[person.pk for person in people])
    for pk, base in spoken.values_list("user_id", "base") if people else ():
        bases[pk].add(base)
    return bases


def hidden_by_person(people: "Collection[User]") -> dict[int, set[str]]:
    """The public ids of mentors whom a block keeps from each of these. Two queries."""
    pks = {person.pk for person in people}
    met = Block.objects.filter(Q(blocker__in=pks) | Q(blocked__in=pks)).order_by()
    pairs = list(met.values_list("blocker_id", "blocked_id")) if pks else []
    others = {other for pair in pairs for other in pair}
    profiles = MentorProfile.objects.filter(user__in=others) if pairs else ()
    mentors = {mentor.user_id: str(mentor.public_id) for mentor in profiles}
    hidden: dict[int, set[str]] = defaultdict(set)
    for one, other in [*pairs, *((other, one) for one, other in pairs)]:
        if one in pks and other in mentors:
            hidden[one].add(mentors[other])
    return hidden


def _spoken() -> QuerySet:
    """The languages of the mentor whose row is looked at.

    The second condition says nothing new, and keeps PostgreSQL from reading the languages of all
    people, listeners too, for a list of some mentors: it can answer this for one at a time only.
    """
    return SpokenLanguage.objects.filter(user=OuterRef("user"), user_id__gte=OuterRef("user"))


def speaking(bases: QuerySet) -> Exists:
    """A mentor talks one of these languages; compared by the part before the first hyphen."""
    return Exists(_spoken().filter(base__in=bases))


def preferring(bases: QuerySet) -> Exists:
    """A mentor talks the first of these languages."""
    first = Subquery(bases[:1])
    return Exists(_spoken().filter(base=first))


def accepting(mentors: MentorProfileQuerySet) -> MentorProfileQuerySet:
    """Mentors of any group: role in force, awake, and new people may write."""
    return mentors.approved().filter(accepting=True, user__woken_at__isnull=False)


def named(mentors: MentorProfileQuerySet, *, at: datetime) -> MentorProfileQuerySet:
    """Groups 1 to 3, which the list shows by name."""
    return accepting(mentors).filter(_named(at=at))


def _named(*, at: datetime) -> Q:
    return Q(here_until__gt=at) | Q(opens_at__lte=at + SOON_WITHIN, opens_until__gt=at)


def _group(*, at: datetime) -> Case:
    """The group of a mentor who accepts, as `rules.group_of` names it."""
    window = Q(here_until__gt=at)
    return Case(
        When(window & Q(seen_at__gte=at - SEEN_WITHIN), then=Value(int(Group.HERE))),
        When(window, then=Value(int(Group.REACHABLE))),
        When(_named(at=at), then=Value(int(Group.SOON))),
        default=Value(int(Group.ACCEPTING)),
    )


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


def turned_to(
    viewer: "User", *, topic: str = "", asked: str = "", at: datetime
) -> MentorProfileQuerySet:
    """Those with room whom the viewer may talk with, the likeliest to be of use first.

    Annotates `is_asked` (has this handle) and `knows` (the topic of this slug), and orders by
    these, then by the groups of policy 13.1, least recently served and next to open first.
    """
    known = TopicStrength.objects.filter(profile=OuterRef("pk"), topic__slug=topic)
    free = accepting(within_reach_of(viewer, at=at)).with_room().exclude(user=viewer)
    return free.annotate(
        is_asked=Case(When(user__username__iexact=asked, then=Value(True)), default=Value(False)),
        knows=Exists(known),
        stands_in=_group(at=at),
        served=Case(When(_named(at=at), then=F("last_served_at"))),
    ).order_by(
        "-is_asked",
        "-knows",
        "stands_in",
        F("served").asc(nulls_first=True),
        F("opens_at").asc(nulls_last=True),
        "pk",
    )
