"""What lists show of a mentor, written down so that they need no joins and no clock work."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from config.kit.text import fold
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.rules.openings import DaysOff, Window, next_opening

CHUNK = 500


def windows_of(mentor: MentorProfile) -> tuple[Window, ...]:
    """The mentor's weekly hours as the rules read them."""
    return tuple(Window(row.weekday, row.starts, row.ends) for row in mentor.weekly_hours.all())


def days_off_of(mentor: MentorProfile) -> tuple[DaysOff, ...]:
    """The mentor's leave as the rules read it."""
    return tuple(DaysOff(row.starts_on, row.ends_on) for row in mentor.leaves.all())


def refresh_openings(*, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Write down when each mentor opens next; the lists hear of those that changed.

    `ids` None means everybody who holds the role. Safe to run at any time and twice.
    Answers how many changed.
    """
    return sum(_refresh_openings(chunk, at=at) for chunk in _chunks(ids))


@transaction.atomic
def _refresh_openings(ids: list[int], *, at: datetime) -> int:
    mentors = MentorProfile.objects.filter(pk__in=ids).select_related("user")
    changed = []
    for mentor in mentors.prefetch_related("weekly_hours", "leaves"):
        opening = next_opening(
            windows_of(mentor), days_off_of(mentor), ZoneInfo(mentor.user.time_zone), at
        )
        shown = (opening.starts_at, opening.ends_at) if opening else (None, None)
        if shown != (mentor.opens_at, mentor.opens_until):
            mentor.opens_at, mentor.opens_until = shown
            changed.append(mentor)
    MentorProfile.objects.bulk_update(changed, ["opens_at", "opens_until"])
    for mentor in changed:
        touch_mentor(mentor)
    return len(changed)


@transaction.atomic
def announce_openings(*, after: datetime, until: datetime) -> int:
    """Let the lists know of mentors whose next opening begins in this stretch of time."""
    mentors = MentorProfile.objects.opening_begins(after=after, until=until)
    coming = list(mentors.select_related("user"))
    for mentor in coming:
        touch_mentor(mentor)
    return len(coming)


def refresh_search_text(*, ids: Iterable[int] | None = None) -> int:
    """Write down the folded words by which each mentor is found: names, topics, tracks, texts.

    `ids` None means everybody who holds the role. Answers how many changed.
    """
    return sum(_refresh_search_text(chunk) for chunk in _chunks(ids))


@transaction.atomic
def _refresh_search_text(ids: list[int]) -> int:
    mentors = MentorProfile.objects.filter(pk__in=ids).select_related("user")
    changed = []
    for mentor in mentors.prefetch_related("strengths__topic", "situations", "tracks"):
        words = searchable(mentor)
        if words != mentor.search_text:
            mentor.search_text = words
            changed.append(mentor)
    MentorProfile.objects.bulk_update(changed, ["search_text"])
    return len(changed)


def searchable(mentor: MentorProfile) -> str:
    """One folded line a text; a word is found in any of them."""
    return "\n".join(
        fold(text)
        for text in (
            mentor.user.display_name,
            mentor.user.username,
            mentor.headline,
            *(strength.topic.name for strength in mentor.strengths.all()),
            *(track.name for track in mentor.tracks.all()),
            *(situation.text for situation in mentor.situations.all()),
            mentor.about,
        )
        if text
    )


def _chunks(ids: Iterable[int] | None) -> Iterable[list[int]]:
    if ids is None:
        ids = MentorProfile.objects.exclude(state=MentorProfile.State.ENDED).values_list(
            "pk", flat=True
        )
    wanted = list(ids)
    return (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
