"""The rows that the directory weighs, in a fixed number of queries however many mentors."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, F, FloatField, QuerySet, Value
from django.db.models.functions import Cast

from accounts.people.models import Band
from config.kit.text import fold
from mentorship.directory.rules import NO, YES, Choice, Entry, parts_open
from mentorship.profiles.models import Topic, TopicStrength, Track, WeeklyHours
from mentorship.profiles.querysets import SEEN_WITHIN, MentorProfileQuerySet

Mentors = MentorProfileQuerySet

FACTS = (
    "pk",
    "user__display_name",
    "user__time_zone",
    "user__band",
    "user__woken_at",
    "accepting",
    "capacity",
    "active_count",
    "here_until",
    "seen_at",
    "opens_at",
    "approved_at",
    "is_cleared",
)


@dataclass(frozen=True)
class Weighed:
    """The entries of a search beside the names of the topics and tracks they know."""

    entries: list[Entry]
    names: Mapping[str, Mapping[str, str]]


def _offset(zone: str, *, at: datetime) -> int:
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    return round(offset.total_seconds() / 60) if offset else 0


@dataclass
class _Known:
    """What is known of the mentors of a search, by the key of their profile."""

    strengths: dict[int, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    tracks: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    languages: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    windows: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    topic_names: dict[str, str] = field(default_factory=dict)
    track_names: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, pk: int, slug: str, name: str, first: float, last: float) -> None:
        if kind == "topic":
            self.strengths[pk][slug] = first
            self.topic_names[slug] = name
        elif kind == "track":
            self.tracks[pk].add(slug)
            self.track_names[slug] = name
        elif kind == "language":
            self.languages[pk].add(slug)
        else:
            self.windows[pk].append((int(first), int(last)))


def _column(value: str | float) -> Any:
    kind = FloatField() if isinstance(value, float) else CharField()
    return Cast(Value(value), kind)


def _rows(kind: str, rows: QuerySet, pk: str, slug: Any, name: Any, first: Any, last: Any) -> Any:
    columns = {"a": F(pk), "b": slug, "c": name, "d": first, "e": last}
    named = rows.order_by().annotate(kind=_column(kind), **columns)
    return named.values_list("kind", "a", "b", "c", "d", "e")


def _kinds(mentors: Mentors) -> list[QuerySet]:
    chosen, none, zero = mentors.order_by().values("pk"), _column(""), _column(0.0)
    topics = TopicStrength.objects.filter(profile__in=chosen)
    tracks = mentors.filter(tracks__isnull=False)
    talking = mentors.filter(user__languages__isnull=False)
    hours = WeeklyHours.objects.filter(profile__in=chosen)
    starts, ends = (Cast(F(column), FloatField()) for column in ("starts", "ends"))
    topic, track = (F("topic__slug"), F("topic__name")), (F("tracks__slug"), F("tracks__name"))
    return [
        _rows("topic", topics, "profile_id", *topic, F("strength"), zero),
        _rows("track", tracks, "pk", *track, zero, zero),
        _rows("language", talking, "pk", F("user__languages__base"), none, zero, zero),
        _rows("hours", hours, "profile_id", none, none, starts, ends),
    ]


def _known(mentors: Mentors) -> _Known:
    """Topics, tracks, languages and hours in one query: four kinds of rows under each other."""
    known = _Known()
    first, *others = _kinds(mentors)
    for row in first.union(*others, all=True):
        known.add(*row)
    return known


def _flags(row: Mapping[str, Any], at: datetime) -> dict[str, frozenset[str]]:
    takes = row["accepting"] and row["user__woken_at"] is not None
    here = (
        takes
        and row["here_until"] is not None
        and row["here_until"] > at
        and row["seen_at"] is not None
        and row["seen_at"] >= at - SEEN_WITHIN
    )
    return {
        "room": YES if takes and row["active_count"] < row["capacity"] else NO,
        "here": YES if here else NO,
        "teens": YES if row["user__band"] == Band.TEEN or row["is_cleared"] else NO,
    }


def weigh(mentors: Mentors, *, zone: str, at: datetime) -> Weighed:
    """Read what the rules need of `mentors`: two queries, no model instances.

    `zone` is the reader's IANA time zone, by which parts of day are told.
    """
    known = _known(mentors)
    offset = lru_cache(partial(_offset, at=at))

    def entry(row: Mapping[str, Any]) -> Entry:
        pk = row["pk"]
        shift = offset(zone) - offset(row["user__time_zone"])
        values = {
            "topic": frozenset(known.strengths[pk]),
            "track": frozenset(known.tracks[pk]),
            "language": frozenset(known.languages[pk]),
            "hours": parts_open(known.windows[pk], shift=shift),
            **_flags(row, at),
        }
        name = fold(row["user__display_name"])
        return Entry(pk, name, values, known.strengths[pk], row["opens_at"], row["approved_at"])

    rows = mentors.with_clearance(at=at).values(*FACTS)
    names = {"topic": known.topic_names, "track": known.track_names}
    return Weighed([entry(row) for row in rows], names)


def with_names(weighed: Weighed, choice: Choice) -> Weighed:
    """Name the topics and tracks that were chosen too, though no entry knows them.

    No query where the entries know all that was chosen.
    """
    models: dict[str, type[Topic | Track]] = {"topic": Topic, "track": Track}
    missing = {group: choice[group] - weighed.names[group].keys() for group in models}
    named = {
        group: dict(models[group].objects.filter(slug__in=slugs).values_list("slug", "name"))
        for group, slugs in missing.items()
        if slugs
    }
    return replace(
        weighed, names={g: {**names, **named.get(g, {})} for g, names in weighed.names.items()}
    )
