"""Mentors: the person, and the profile with topics, hours, situations and tracks."""

from collections.abc import Mapping, Sequence
from typing import Any

from mentorship.intake.operations.changes import UPDATE_BATCH, Change, Run
from mentorship.intake.operations.people import (
    FIELDS,
    fill_people,
    replace,
    touched,
    write_clearances,
)
from mentorship.profiles.models import MentorProfile, Situation, TopicStrength, WeeklyHours

STYLE_FIELDS = (
    "style_direct_gentle",
    "style_open_structured",
    "style_text_voice",
    "style_serious_playful",
)
PROFILE_FIELDS = {
    "joined_at": ("approved_at",),
    "capacity": ("capacity",),
    "weekly_sessions": ("weekly_sessions",),
    "headline": ("headline",),
    "about": ("about",),
    "style": STYLE_FIELDS,
}
Profiles = dict[int | None, MentorProfile]


def fill_mentors(changes: Sequence[Change], run: Run) -> None:
    """Approved mentors of new rows; write to known ones what their cells changed."""
    fill_people(changes, run, fields=FIELDS)
    write_clearances(changes, run)
    profiles = _profiles(changes, run)
    present = [change for change in changes if change.row.person_id in profiles]
    for column, fields in PROFILE_FIELDS.items():
        _write_fields(touched(present, column), column, fields, profiles)
    _write_accepting(present, profiles)
    _write_lists(present, profiles, run)
    _write_tracks(touched(present, "tracks"), profiles, run)
    run.mentor_ids |= {profiles[change.row.person_id].pk for change in present if change.changed}


def _profiles(changes: Sequence[Change], run: Run) -> Profiles:
    """The profile of each person by the person's id; new mentors get theirs here.

    Who became a mentor here before the export said so keeps the profile they wrote.
    """
    people = [change.row.person for change in changes if change.row.person]
    known = MentorProfile.objects.filter(user__in=people).select_related("user")
    profiles: Profiles = {profile.user_id: profile for profile in known}
    new = []
    for change in changes:
        person = change.row.person
        if change.is_new and person and profiles.pop(person.pk, None):
            run.left_alone["profile"] += 1
        elif change.is_new and person:
            profile = MentorProfile(user=person, accepting=not _stepped_back(change.row.cells))
            for column, fields in PROFILE_FIELDS.items():
                _set(profile, column, fields, change)
            new.append(profile)
    MentorProfile.objects.bulk_create(new)
    return profiles | {profile.user_id: profile for profile in new}


def _stepped_back(cells: Mapping[str, str]) -> bool:
    return cells["weekly_sessions"] == "0" and not cells["weekly_hours"]


def _set(profile: MentorProfile, column: str, fields: Sequence[str], change: Change) -> None:
    value = change.values[column]
    for field, part in zip(fields, value if column == "style" else [value], strict=True):
        setattr(profile, field, part)


def _write_fields(
    changes: Sequence[Change], column: str, fields: Sequence[str], profiles: Profiles
) -> None:
    known = [change for change in changes if not change.is_new]
    for change in known:
        _set(profiles[change.row.person_id], column, fields, change)
    MentorProfile.objects.bulk_update(
        [profiles[change.row.person_id] for change in known], fields, batch_size=UPDATE_BATCH
    )


def _write_accepting(changes: Sequence[Change], profiles: Profiles) -> None:
    """Stepping back or coming back there counts here; anything else leaves the choice made here."""
    turned = []
    for change in changes:
        stepped_back = _stepped_back(change.row.cells)
        if not change.is_new and stepped_back != _stepped_back(change.before):
            profile = profiles[change.row.person_id]
            profile.accepting = not stepped_back
            turned.append(profile)
    MentorProfile.objects.bulk_update(turned, ["accepting"], batch_size=UPDATE_BATCH)


def _write_lists(changes: Sequence[Change], profiles: Profiles, run: Run) -> None:
    def rows_of(column: str, change: Change) -> list[dict[str, Any]]:
        values = change.values[column]
        if column == "weekly_hours":
            return [
                {"weekday": window.weekday, "starts": window.starts, "ends": window.ends}
                for window in values
            ]
        if column == "situations":
            return [{"text": text, "position": place} for place, text in enumerate(values)]
        return [
            {"topic_id": run.topics[known.topic], "strength": known.value, "position": place}
            for place, known in enumerate(values)
        ]

    models = {"topics": TopicStrength, "weekly_hours": WeeklyHours, "situations": Situation}
    for column, model in models.items():
        replace(
            touched(changes, column),
            model,
            owner="profile",
            owner_of=lambda change: profiles[change.row.person_id],
            rows_of=lambda change, column=column: rows_of(column, change),  # type: ignore[misc]
        )


def _write_tracks(changes: Sequence[Change], profiles: Profiles, run: Run) -> None:
    of_mentor = MentorProfile.tracks.through
    touched_ids = [profiles[change.row.person_id].pk for change in changes]
    of_mentor._default_manager.filter(mentorprofile__in=touched_ids).delete()
    of_mentor._default_manager.bulk_create(
        of_mentor(mentorprofile=profiles[change.row.person_id], track_id=run.tracks[slug])
        for change in changes
        for slug in change.values["tracks"]
    )
