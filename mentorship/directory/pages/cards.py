"""Mentors as cards: only those of one page, their topics in one query."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mentorship.directory.querysets import Mentors
from mentorship.profiles.models import MentorProfile, TopicStrength

TAGS_ON_CARD = 3


@dataclass(frozen=True)
class Card:
    """One mentor as a card: presence, the topics that fit best, and how many more."""

    mentor: MentorProfile
    presence: str
    tags: Sequence[str]
    more_tags: int


@dataclass(frozen=True)
class Rows:
    """Mentors of whom it is known already how many there are."""

    mentors: Mentors
    total: int

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: "slice") -> Mentors:
        return self.mentors[part]


def cards_of(mentors: Sequence[MentorProfile], wanted: Sequence[str], at: datetime) -> list[Card]:
    """The cards of mentors that come with `user`, `free_places` and `is_here`; one query."""
    if not mentors:
        return []
    known: Mapping[int, list[tuple[bool, float, str, str]]] = defaultdict(list)
    rows = TopicStrength.objects.filter(profile__in=[mentor.pk for mentor in mentors]).order_by()
    columns = ("profile_id", "topic__slug", "topic__name", "strength")
    for pk, slug, name, strength in rows.values_list(*columns):
        known[pk].append((slug not in wanted, -strength, slug, name))
    return [_card(mentor, sorted(known[mentor.pk]), at) for mentor in mentors]


def _card(mentor: MentorProfile, fit: Sequence[tuple[bool, float, str, str]], at: datetime) -> Card:
    return Card(
        mentor=mentor,
        presence=_presence(mentor, at),
        tags=[name for *_key, name in fit[:TAGS_ON_CARD]],
        more_tags=max(0, len(fit) - TAGS_ON_CARD),
    )


def _presence(mentor: MentorProfile, at: datetime) -> str:
    if mentor.is_here:  # type: ignore[attr-defined]
        return "here"
    window = mentor.accepting and mentor.here_until and mentor.here_until > at
    return "reach" if window and not mentor.user.is_dormant else "away"
