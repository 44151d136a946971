"""Mentors as cards: only those of one page, in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mentorship.directory.rules import Entry
from mentorship.profiles.models import MentorProfile

TAGS_ON_CARD = 3


@dataclass(frozen=True)
class Card:
    """One mentor as a card: presence, the topics that fit best, and how many more."""

    mentor: MentorProfile
    presence: str
    tags: Sequence[str]
    more_tags: int


def cards_of(
    entries: Sequence[Entry], wanted: Sequence[str], names: Mapping[str, str], at: datetime
) -> list[Card]:
    mentors = MentorProfile.objects.select_related("user").with_places()
    by_pk = mentors.in_bulk([entry.pk for entry in entries])
    cards = []
    for entry in entries:
        fit = sorted(
            entry.strengths, key=lambda slug: (slug not in wanted, -entry.strengths[slug], slug)
        )
        mentor = by_pk[entry.pk]
        cards.append(
            Card(
                mentor=mentor,
                presence=_presence(mentor, entry, at),
                tags=[names[slug] for slug in fit[:TAGS_ON_CARD]],
                more_tags=max(0, len(fit) - TAGS_ON_CARD),
            )
        )
    return cards


def _presence(mentor: MentorProfile, entry: Entry, at: datetime) -> str:
    if entry.is_here:
        return "here"
    window = mentor.accepting and mentor.here_until and mentor.here_until > at
    return "reach" if window and not mentor.user.is_dormant else "away"
