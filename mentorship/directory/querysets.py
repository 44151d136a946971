"""Mentors that answer to a choice, how many each value would leave, and in which order.

Everything is asked of the database, in a number of queries that does not grow with mentors.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast

from accounts.people.models import Band, SpokenLanguage
from accounts.safeguarding.models import Clearance
from mentorship.directory.rules import DAY, PARTS_OF_DAY, YES, Choice, part_by_utc
from mentorship.profiles.models import MentorProfile, Topic, TopicStrength, Track, WeeklyHours
from mentorship.profiles.querysets import SEEN_WITHIN, MentorProfileQuerySet

Mentors = MentorProfileQuerySet
ALL = "all"
TOLD = {"hours": PARTS_OF_DAY}


@dataclass(frozen=True)
class Standpoint:
    """From where the directory is read: the moment, the minutes by which the reader's clock is
    ahead of UTC, and the reader's space.
    """

    at: datetime
    offset: int
    space: str = Band.ADULT


def _in_part(part: str, where: Standpoint) -> Q:
    """Windows that touch a part of the reader's day; either may run past midnight by UTC."""
    begins, stops = part_by_utc(part, offset=where.offset)
    today = Q(utc_starts__lt=stops, utc_ends__gt=begins)
    return today | Q(utc_starts__lt=stops - DAY) | Q(utc_ends__gt=begins + DAY)


def _open_in(parts: Iterable[str], where: Standpoint) -> Q:
    touching = Q()
    for part in sorted(parts):
        touching |= _in_part(part, where)
    return touching


def _is_here(at: datetime) -> Q:
    seen = Q(here_until__gt=at, seen_at__gte=at - SEEN_WITHIN)
    return seen & Q(accepting=True, user__woken_at__isnull=False)


_HAS_ROOM = Q(accepting=True, active_count__lt=F("capacity"), user__woken_at__isnull=False)


def answering(group: str, values: Iterable[str], where: Standpoint) -> Q:
    """The condition that a mentor answers to any of these values of a group of filters."""
    if group == "here":
        return _is_here(where.at)
    if group == "room":
        return _HAS_ROOM
    if group == "teens":
        in_force = Clearance.objects.in_force(at=where.at)
        cleared = Q(user__in=in_force.values("user"))
        # No teen is listed for adults, and the database finds the few cleared by index.
        return cleared | Q(user__band=Band.TEEN) if where.space == Band.TEEN else cleared
    if group == "topic":
        known: QuerySet = TopicStrength.objects.filter(topic__slug__in=values)
        return Q(pk__in=known.order_by().values("profile"))
    if group == "track":
        held = MentorProfile.tracks.through._default_manager.filter(track__slug__in=values)
        return Q(pk__in=held.values("mentorprofile"))
    if group == "language":
        spoken = SpokenLanguage.objects.filter(base__in=values)
        return Q(user__in=spoken.order_by().values("user"))
    open_then = WeeklyHours.objects.filter(_open_in(values, where))
    return Q(pk__in=open_then.order_by().values("profile"))


def matching(mentors: Mentors, choice: Choice, where: Standpoint, *, without: str = "") -> Mentors:
    """Mentors that answer to every group chosen from, one group left out if `without` names it."""
    for group, values in choice.items():
        if values and group != without:
            mentors = mentors.filter(answering(group, values, where))
    return mentors


@dataclass(frozen=True)
class Counts:
    """How many mentors fit, and for each group and value how many it would leave."""

    total: int = 0
    values: Mapping[str, Counter[str]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def _counted(kind: str, rows: QuerySet, value: Any, name: Any, what: str = "pk") -> QuerySet:
    columns = {"kind": Cast(Value(kind), CharField()), "value": value, "named": name}
    grouped = rows.order_by().annotate(**columns).values("kind", "value", "named")
    counted = grouped.annotate(n=Count(what, distinct=what != "pk"))
    return counted.values_list("kind", "value", "named", "n")


def _constant(text: str) -> Any:
    return Cast(Value(text), CharField())


def _rows_of(group: str, left: Mentors, where: Standpoint) -> list[QuerySet]:
    """Queries that count `left` by the values of one group."""
    none, pks = _constant(""), left.values("pk")
    if group == "topic":
        topics = TopicStrength.objects.filter(profile__in=pks)
        return [_counted(group, topics, F("topic__slug"), F("topic__name"))]
    if group == "track":
        tracks = MentorProfile.tracks.through._default_manager.filter(mentorprofile__in=pks)
        return [_counted(group, tracks, F("track__slug"), F("track__name"))]
    if group == "language":
        talking = SpokenLanguage.objects.filter(user__in=left.values("user"))
        return [_counted(group, talking, F("base"), none, "user")]
    told = {value: left.filter(answering(group, [value], where)) for value in TOLD.get(group, YES)}
    return [_counted(group, rows, _constant(value), none) for value, rows in told.items()]


def _named() -> list[QuerySet]:
    """Every topic and track, also those that nobody has, as rows that count nobody."""
    columns = ("kind", "value", "named", "n")
    return [
        rows.order_by()
        .annotate(kind=_constant(kind), value=F("slug"), named=F("name"), n=Value(0))
        .values_list(*columns)
        for kind, rows in (("topic", Topic.objects.all()), ("track", Track.objects.all()))
    ]


def count(
    mentors: Mentors, choice: Choice, where: Standpoint, *, everybody: Counts | None = None
) -> Counts:
    """Count what a choice leaves of `mentors` and what each further value would; one query.

    A group's own choice does not narrow its own counts, so that adding a second value of
    the same group never reads as zero. `everybody` are the counts without any choice, where
    they are known: a group that nothing else narrows has the same. The names are those of all
    topics and tracks.
    """
    narrowed = {group for group, chosen in choice.items() if chosen}
    same = {g for g in choice if everybody is not None and narrowed <= {g}}
    found = matching(mentors, choice, where).order_by()
    countings = [_counted(ALL, found, _constant(""), _constant("")), *_named()]
    for group in choice.keys() - same:
        left = matching(mentors, choice, where, without=group).order_by()
        countings += _rows_of(group, left, where)
    counts = _read(countings[0].union(*countings[1:], all=True))
    known = everybody.values if everybody else {}
    return replace(counts, values={**counts.values, **{g: known.get(g, Counter()) for g in same}})


def _read(rows: Iterable[tuple[str, str, str, int]]) -> Counts:
    values: dict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, dict[str, str]] = {"topic": {}, "track": {}}
    for kind, value, name, n in rows:
        if n:
            values[kind][value] = n
        if kind in names:
            names[kind][value] = name
    return Counts(values.pop(ALL, Counter[str]()).total(), values, names)


def failing(
    mentors: Mentors, choice: Choice, words: str, where: Standpoint
) -> Counter[tuple[str, ...]]:
    """Count mentors by the groups that keep them out, the words ("q") being one; one query."""
    found = MentorProfile.objects.found_by(words).order_by().values("pk")
    conditions = {group: answering(group, values, where) for group, values in choice.items()}
    chosen = {group: conditions[group] for group, values in choice.items() if values}
    if words:
        chosen["q"] = Q(pk__in=found)
    answers = {
        f"fits_{group}": Case(When(condition, then=1), default=0, output_field=IntegerField())
        for group, condition in chosen.items()
    }
    rows = mentors.order_by().annotate(**answers).values(*answers).annotate(n=Count("pk"))
    missed: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        missed[tuple(sorted(g for g in chosen if not row[f"fits_{g}"]))] += row["n"]
    return missed


def in_order(mentors: Mentors, sort: str, where: Standpoint) -> Mentors:
    """Order by "soon" (here with room, then by the next opening), "newest" or "name".

    Equal mentors keep a fixed order, so that pages never repeat or lose one.
    """
    here = Case(When(_is_here(where.at), then=1), default=0, output_field=IntegerField())
    room = Case(When(_HAS_ROOM, then=1), default=0, output_field=IntegerField())
    told = mentors.annotate(is_here=here, has_room=room)
    if sort == "name":
        return told.order_by("sort_name", "pk")
    if sort == "newest":
        return told.order_by("-approved_at", "sort_name", "pk")
    opening = F("opens_at").asc(nulls_last=True)
    return told.order_by("-is_here", "-has_room", opening, "sort_name", "pk")


def by_fit(mentors: Mentors, wanted: Sequence[str], where: Standpoint) -> Mentors:
    """Those who know the topics wanted come first, and else who is there soonest.

    The fit is the mean of the mentor's strengths over the topics wanted (policy 13.3), and
    since all are weighed against the same topics, their sum orders alike. In the teen space it
    is whether a topic is known at all: teens are given no score.
    """
    known = TopicStrength.objects.filter(topic__slug__in=wanted).order_by().values("profile")
    mine = known.filter(profile=OuterRef("pk")).annotate(fit=Sum("strength")).values("fit")
    worth = Value(1.0) if where.space == Band.TEEN else Subquery(mine)
    fit = Case(When(pk__in=known, then=worth), default=0.0, output_field=FloatField())
    soonest = in_order(mentors, "soon", where)
    return soonest.annotate(fit=fit).order_by("-fit", *soonest.query.order_by)
