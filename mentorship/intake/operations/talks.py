"""Talks as conversations: living ones open, the others closed with their counts and times."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from mentorship.conversations.live import touch_people
from mentorship.conversations.models import Conversation, Message, Side
from mentorship.intake.models import ImportedRow
from mentorship.intake.operations.apart import pairs_apart
from mentorship.intake.operations.changes import UPDATE_BATCH, Change, Run
from mentorship.intake.rules.columns import TABLES
from mentorship.intake.rules.known import LIVING
from mentorship.profiles.models import MentorProfile

COUNT_FIELDS = {
    "mentor_messages": "mentor_message_count",
    "listener_messages": "listener_message_count",
    "minutes": "minutes",
}
COURSE_COLUMNS = frozenset({"requested_at", "first_reply_at", "ended_at", "outcome"})
CLOSED_BY = {"withdrawn": Side.LISTENER, "declined": Side.MENTOR}
LINES_OF_AN_IMPORT = 1
Pair = tuple[int, int]


def fill_talks(changes: Sequence[Change], run: Run) -> None:
    """Conversations of new rows; known ones take what their cells changed.

    Where people have gone on, passed the turn or finished it here since, or already
    have an open conversation, the course of the talk stays theirs, and what the
    export counts more is added to what was counted here. No talk is open of two who
    may not meet here.
    """
    _update([change for change in changes if change.changed and not change.is_new], run)
    new = [change for change in changes if change.is_new]
    mentors, listeners = _mentors(new), _people(new, "listener")
    taken, found = _open_pairs(mentors), []
    for change in new:
        mentor = mentors.get(change.values["mentor"].lower())
        listener = listeners.get(change.values["listener"].lower())
        if mentor and listener:
            found.append((change, mentor, listener))
            run.mentor_ids.add(mentor.pk)
    taken |= pairs_apart([(mentor, listener) for _change, mentor, listener in found], at=run.at)
    talks = [_talk(*one, taken, run) for one in found]
    Conversation.objects.bulk_create(talks)
    Message.objects.bulk_create(_first_line(talk) for talk in talks)


def _people(changes: Sequence[Change], column: str) -> dict[str, User]:
    keys = {change.values[column].lower() for change in changes}
    rows = ImportedRow.objects.filter(table=f"{column}s", key__in=keys).select_related("person")
    return {row.key: row.person for row in rows if row.person}


def _mentors(changes: Sequence[Change]) -> dict[str, MentorProfile]:
    people = _people(changes, "mentor")
    profiles = MentorProfile.objects.filter(user__in=people.values()).select_related("user")
    by_person = {profile.user_id: profile for profile in profiles}
    return {key: by_person[person.pk] for key, person in people.items() if person.pk in by_person}


def _open_pairs(mentors: dict[str, MentorProfile]) -> set[Pair]:
    living = Conversation.objects.open().filter(mentor__in=mentors.values())
    return set(living.values_list("mentor", "listener"))


def _talk(
    change: Change, mentor: MentorProfile, listener: User, taken: set[Pair], run: Run
) -> Conversation:
    talk = Conversation(
        mentor=mentor,
        listener=listener,
        space=listener.band,
        imported_talk=change.row.key,
        last_seq=LINES_OF_AN_IMPORT,
        **{field: change.values[column] for column, field in COUNT_FIELDS.items()},
        **course(change.values),
    )
    if talk.closed_at is None and (mentor.pk, listener.pk) in taken:
        talk.closed_at, talk.turn = talk.moved_at, ""
        run.left_alone["outcome"] += 1
    elif talk.closed_at is None:
        taken.add((mentor.pk, listener.pk))
    return talk


def course(values: Mapping[str, Any]) -> dict[str, Any]:
    """How a talk went, as the fields of its conversation.

    A talk that waits is the mentor's turn since it was asked for. One that
    nobody answered has no end in the export; it counts as closed where it began.
    """
    began, replied, ended = values["requested_at"], values["first_reply_at"], values["ended_at"]
    outcome = values["outcome"]
    moved = ended or replied or began
    return {
        "opened_at": began,
        "first_reply_at": replied,
        "closed_at": None if outcome in LIVING else moved,
        "closed_by": CLOSED_BY.get(outcome, ""),
        "turn": Side.MENTOR if outcome == "waiting" else "",
        "turn_since": began if outcome == "waiting" else moved,
        "moved_at": moved,
        "outcome": outcome,
    }


def _first_line(talk: Conversation) -> Message:
    return Message(
        conversation=talk,
        seq=LINES_OF_AN_IMPORT,
        body=_("This talk began elsewhere. What was written there has stayed there."),
        is_automatic=True,
        sent_at=talk.opened_at,
    )


def _update(changes: Sequence[Change], run: Run) -> None:
    mentors = MentorProfile.objects.filter(conversations__imported_talk__in=_keys(changes))
    # Whoever opens or says something locks the mentor first too, so nobody waits in a circle.
    list(MentorProfile.objects.select_for_update().filter(pk__in=mentors).order_by("pk"))
    talks = Conversation.objects.with_people().in_bulk(_keys(changes), field_name="imported_talk")
    present = [change for change in changes if change.row.key in talks]
    for change in present:
        _count_on(talks[change.row.key], change)
    Conversation.objects.bulk_update(
        talks.values(), list(COUNT_FIELDS.values()), batch_size=UPDATE_BATCH
    )
    for change in present:
        if change.changed & COURSE_COLUMNS:
            _update_course(talks[change.row.key], change, run)


def _keys(changes: Sequence[Change]) -> list[str]:
    return [change.row.key for change in changes]


def _count_on(talk: Conversation, change: Change) -> None:
    for column, field in COUNT_FIELDS.items():
        more = change.values[column] - int(change.before[column])
        setattr(talk, field, max(0, getattr(talk, field) + more))


def _update_course(talk: Conversation, change: Change, run: Run) -> None:
    """One by one: few talks move between two exports, and closed ones come first in the file."""
    fresh = course(change.values)
    others = Conversation.objects.open().filter(mentor=talk.mentor_id, listener=talk.listener_id)
    may_not_open = (
        others.exclude(pk=talk.pk).exists()
        or pairs_apart([(talk.mentor, talk.listener)], at=run.at)
        if fresh["closed_at"] is None
        else False
    )
    if _went_on_here(talk, change) or may_not_open:
        run.left_alone["outcome"] += 1
        return
    for field, value in fresh.items():
        setattr(talk, field, value)
    talk.save(update_fields=list(fresh))
    run.mentor_ids.add(talk.mentor_id)
    touch_people(talk.public_id, talk.listener.public_id, talk.mentor.user.public_id)


def _went_on_here(talk: Conversation, change: Change) -> bool:
    """Whether anything of its course is not as the last import made it."""
    forms = TABLES["talks"].forms
    before = course({name: forms[name](name, change.before[name]) for name in COURSE_COLUMNS})
    return any(getattr(talk, field) != value for field, value in before.items())
