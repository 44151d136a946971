"""What lists show of a mentor, written down so that they need no joins and no clock work."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from config.kit.text import fold
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile, WeeklyHours
from mentorship.profiles.rules.openings import DaysOff, Window, by_utc, next_opening

CHUNK = 500
LONGEST_SORT_NAME = 200


def windows_of(mentor: MentorProfile) -> tuple[Window, ...]:
    """The mentor's weekly hours as the rules read them."""
    return tuple(Window(row.weekday, row.starts, row.ends) for row in mentor.weekly_hours.all())


def days_off_of(mentor: MentorProfile) -> tuple[DaysOff, ...]:
    """The mentor's leave as the rules read it."""
    return tuple(DaysOff(row.starts_on, row.ends_on) for row in mentor.leaves.all())


def refresh_openings(*, at: datetime, ids: Iterable[int] | None = None) -> int:
    """Write down when each mentor opens next, and their hours by UTC; the lists hear of changes.

    `ids` None means everybody who holds the role. Safe to run at any time and twice.
    Answers how many changed.
    """
    return sum(_refresh_openings(chunk, at=at) for chunk in _chunks(ids))


@transaction.atomic
def _refresh_openings(ids: list[int], *, at: datetime) -> int:
    rows = MentorProfile.objects.filter(pk__in=ids).select_related("user")
    mentors = list(rows.prefetch_related("weekly_hours", "leaves"))
    changed = []
    for mentor in mentors:
        opening = next_opening(
            windows_of(mentor), days_off_of(mentor), ZoneInfo(mentor.user.time_zone), at
        )
        shown = (opening.starts_at, opening.ends_at) if opening else (None, None)
        if shown != (mentor.opens_at, mentor.opens_until):
            mentor.opens_at, mentor.opens_until = shown
            changed.append(mentor)
    MentorProfile.objects.bulk_update(changed, ["opens_at", "opens_until"])
    moved = _hours_by_utc(mentors, at=at)
    for mentor in {*changed, *moved}:
        touch_mentor(mentor)
    return len(changed)


def _hours_by_utc(mentors: Iterable[MentorProfile], *, at: datetime) -> list[MentorProfile]:
    """Write the hours by the UTC clock of `at`; answers the mentors whose hours moved."""
    moved: dict[MentorProfile, list[WeeklyHours]] = {}
    for mentor in mentors:
        for row in mentor.weekly_hours.all():
            shown = by_utc(row.starts, row.ends, ZoneInfo(mentor.user.time_zone), at)
            if shown != (row.utc_starts, row.utc_ends):
                row.utc_starts, row.utc_ends = shown
                moved.setdefault(mentor, []).append(row)
    rows = [row for rows in moved.values() for row in rows]
    WeeklyHours.objects.bulk_update(rows, ["utc_starts", "utc_ends"])
    return list(moved)


@transaction.atomic
def announce_openings(*, after: datetime, until: datetime) -> int:
    """Let the lists know of mentors whose next opening begins in this stretch of time."""
    mentors = MentorProfile.objects.opening_begins(after=after, until=until)
    coming = list(mentors.select_related("user"))
    for mentor in coming:
        touch_mentor(mentor)
    return len(coming)


def refresh_search_text(*, ids: Iterable[int] | None = None) -> int:
    """Write down the folded words by which each mentor is found (names, topics, tracks, texts)
    and the name by which lists are ordered.

    `ids` None means everybody who holds the role. Answers how many changed.
    """
    return sum(_refresh_search_text(chunk) for chunk in _chunks(ids))


@transaction.atomic
def _refresh_search_text(ids: list[int]) -> int:
    mentors = MentorProfile.objects.filter(pk__in=ids).select_related("user")
    changed = []
    for mentor in mentors.prefetch_related("strengths__topic", "situations", "tracks"):
        shown = searchable(mentor), fold(mentor.user.display_name)[:LONGEST_SORT_NAME]
        if shown != (mentor.search_text, mentor.sort_name):
            mentor.search_text, mentor.sort_name = shown
            changed.append(mentor)
    MentorProfile.objects.bulk_update(changed, ["search_text", "sort_name"])
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
