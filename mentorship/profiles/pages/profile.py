"""The profile page: everything one reader sees of one mentor, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Value
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.people.rules.languages import own_name
from accounts.people.rules.zones import place_of
from config.kit.text import markdown_to_html
from mentorship.profiles.errors import sentences_for
from mentorship.profiles.models import MentorProfile, TopicStrength
from mentorship.profiles.querysets import MentorProfileQuerySet, languages_of, verdicts_for
from mentorship.profiles.rules.openings import DaysOff, Window
from mentorship.profiles.rules.presence import presence_of
from mentorship.profiles.rules.sections import KNOWS_WELL, complete, in_order
from mentorship.profiles.rules.week import Away, Day, away_of, offset_of, week_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User

ALTERNATIVES = 3
CANDIDATES = 12
SCALES = {
    "style_direct_gentle": (_("Direct"), _("Gentle")),
    "style_open_structured": (_("Open"), _("Structured")),
    "style_text_voice": (_("Text"), _("Voice")),
    "style_serious_playful": (_("Serious"), _("Playful")),
}


@dataclass(frozen=True)
class Line:
    """A situation, or a track with its description."""

    text: str
    more: str = ""


@dataclass(frozen=True)
class Scale:
    """One of the four scales of working style, 1 to 5, as a drawing of 96 by 10."""

    low: str | Promise
    high: str | Promise
    value: int

    @property
    def x(self) -> int:
        return 5 + (self.value - 1) * 86 // 4


@dataclass(frozen=True)
class ProfilePage:
    """One mentor for one reader. `refusals` are the sentences that keep the reader from writing."""

    mentor: MentorProfile
    presence: str
    is_own: bool
    spoken: Sequence[str]
    lines: Mapping[str, Sequence[Line]]
    strengths: Sequence[TopicStrength]
    days: tuple[Day, ...]
    clock: str
    leaves: Sequence[Away]
    refusals: Sequence[str] = ()
    alternatives: Sequence[MentorProfile] = field(default_factory=list)

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections to show, in the mentor's order: those with content, or all of one's own."""
        facts = facts_of(self.mentor, self.spoken, self.lines, self.strengths, self.leaves)
        return in_order(self.mentor.section_order, complete(facts), all_of=self.is_own)

    @property
    def languages(self) -> list[str]:
        return [own_name(tag) for tag in self.spoken]

    @property
    def situations(self) -> Sequence[Line]:
        return self.lines["situations"]

    @property
    def tracks(self) -> Sequence[Line]:
        return self.lines["tracks"]

    @property
    def about(self) -> SafeString:
        return markdown_to_html(self.mentor.about)

    @property
    def knows_best(self) -> list[TopicStrength]:
        return [row for row in self.strengths if row.strength >= KNOWS_WELL]

    @property
    def knows_also(self) -> list[TopicStrength]:
        return [row for row in self.strengths if row.strength < KNOWS_WELL]

    @property
    def scales(self) -> list[Scale]:
        return scales_of(self.mentor)


def profile_page(
    viewer: "User | AnonymousUser",
    mentor: MentorProfile,
    *,
    zone: ZoneInfo,
    at: datetime,
    as_listener: bool = False,
) -> ProfilePage:
    """What `viewer`, whose clock is `zone`, sees of this mentor.

    The mentor comes through `with_sections()`. Their own page shows prompts in the place of
    empty sections, unless they look `as_listener`.
    """
    alternatives, spoken, codes = _writing(viewer, mentor, at=at)
    return ProfilePage(
        mentor=mentor,
        presence=presence_of(mentor, is_awake=not mentor.user.is_dormant, at=at),
        is_own=viewer.pk == mentor.user_id and not as_listener,
        spoken=spoken,
        lines=lines_of(mentor),
        strengths=list(mentor.strengths.all()),
        days=week_for(mentor, zone=zone, at=at),
        clock=f"{place_of(str(zone))}, {offset_of(zone, at=at)}",
        leaves=leaves_for(mentor, zone=zone, at=at),
        refusals=sentences_for(codes),
        alternatives=alternatives,
    )


def with_sections(mentors: MentorProfileQuerySet) -> MentorProfileQuerySet:
    """The mentors with everything that a profile shows, in one query for each kind of row."""
    topics = TopicStrength.objects.select_related("topic")
    return (
        mentors.with_places()
        .select_related("user")
        .prefetch_related(Prefetch("strengths", topics), "weekly_hours", "leaves")
    )


def lines_of(mentor: MentorProfile) -> dict[str, list[Line]]:
    """The mentor's situations and tracks, in one query for both."""
    situations = mentor.situations.order_by().values_list(
        Value("situations"), "text", Value(""), "position", "pk"
    )
    tracks = mentor.tracks.order_by().values_list(
        Value("tracks"), "name", "description", Value(0), "pk"
    )
    lines: dict[str, list[Line]] = {"situations": [], "tracks": []}
    both = situations.union(tracks, all=True)
    for kind, text, more, _place, _pk in sorted(both, key=lambda row: (row[3], row[4])):
        lines[kind].append(Line(text, more))
    return lines


def facts_of(
    mentor: MentorProfile,
    spoken: Sequence[str],
    lines: Mapping[str, Sequence[Line]],
    strengths: Sequence[TopicStrength],
    leaves: Sequence[Away] = (),
) -> dict[str, bool]:
    """Which sections have content, by name; `leaves` show under the hours too."""
    return {
        "headline": bool(mentor.headline),
        "situations": bool(lines["situations"]),
        "about": bool(mentor.about),
        "topics": bool(strengths),
        "tracks": bool(lines["tracks"]),
        "languages": bool(spoken),
        "style": any(getattr(mentor, field) for field in SCALES),
        "hours": bool(mentor.weekly_hours.all() or leaves),
    }


def scales_of(mentor: MentorProfile) -> list[Scale]:
    """The scales this mentor has filled in."""
    return [
        Scale(low, high, value)
        for name, (low, high) in SCALES.items()
        if (value := getattr(mentor, name))
    ]


def week_for(mentor: MentorProfile, *, zone: ZoneInfo, at: datetime) -> tuple[Day, ...]:
    """The mentor's coming seven days on the clock of `zone`."""
    return week_of(
        [Window(row.weekday, row.starts, row.ends) for row in mentor.weekly_hours.all()],
        [DaysOff(row.starts_on, row.ends_on) for row in mentor.leaves.all()],
        zone=ZoneInfo(mentor.user.time_zone),
        viewer_zone=zone,
        at=at,
    )


def leaves_for(mentor: MentorProfile, *, zone: ZoneInfo, at: datetime) -> list[Away]:
    """The leave that is running or to come, in order, on the clock of `zone`."""
    own = ZoneInfo(mentor.user.time_zone)
    told = (
        away_of(DaysOff(row.starts_on, row.ends_on), zone=own, viewer_zone=zone)
        for row in mentor.leaves.all()
    )
    return [away for away in told if away.ends_at > at]


def alternatives_for(viewer: "User", mentor: MentorProfile, *, at: datetime) -> list[MentorProfile]:
    """Up to three others `viewer` may write to, who have room: those who know the same first.

    Each has `shared_topics` and `free_places`. Two queries, whatever the number of mentors.
    """
    candidates = _candidates(viewer, mentor, at=at)
    verdicts = verdicts_for(viewer, candidates, at=at, are_visible=True)
    return [other for other in candidates if not verdicts[other.pk]][:ALTERNATIVES]


def _candidates(viewer: "User", mentor: MentorProfile, *, at: datetime) -> list[MentorProfile]:
    others = MentorProfile.objects.visible_to(viewer, at=at).open_to_all().with_room()
    speaking = others.filter(user__languages__base__in=viewer.languages.values("base"))
    return list(
        speaking.exclude(user=viewer)
        .knowing_what(mentor, at=at)
        .select_related("user")[:CANDIDATES]
    )


def _writing(
    viewer: "User | AnonymousUser", mentor: MentorProfile, *, at: datetime
) -> tuple[list[MentorProfile], list[str], tuple[str, ...]]:
    """Alternatives, the mentor's languages, and the codes that fail: one or two queries."""
    if not viewer.is_authenticated or viewer.pk == mentor.user_id:
        return [], languages_of([mentor.user_id])[mentor.user_id], ()
    is_full = mentor.active_count >= mentor.capacity
    candidates = _candidates(viewer, mentor, at=at) if is_full else []
    asked = [mentor, *candidates]
    spoken = languages_of([viewer.pk, *(other.user_id for other in asked)])
    verdicts = verdicts_for(viewer, asked, at=at, spoken=spoken, are_visible=True)
    alternatives = [other for other in candidates if not verdicts[other.pk]][:ALTERNATIVES]
    return alternatives, spoken[mentor.user_id], verdicts[mentor.pk]
