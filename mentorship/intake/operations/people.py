"""Listeners and mentors as people: account, languages, topics wanted, clearance."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.people.models import Avatar, SpokenLanguage, User
from accounts.people.rules.names import skeleton
from accounts.safeguarding.models import Clearance
from mentorship.intake.models import ImportedRow
from mentorship.intake.operations.changes import UPDATE_BATCH, Change, Run
from mentorship.intake.rules.forms import language_base
from mentorship.profiles.models import TopicWanted

FIELDS = {
    "handle": "username",
    "display_name": "display_name",
    "email": "email",
    "age_band": "band",
    "time_zone": "time_zone",
    "joined_at": "joined_at",
}
SHARED = (*FIELDS, "languages")
LISTENER_FIELDS = FIELDS | {
    "last_seen_at": "last_seen_at",
    "verified": "verified",
    "about": "about",
}


def fill_listeners(changes: Sequence[Change], run: Run) -> None:
    """Make dormant people of new rows; write to known ones what their cells changed."""
    fill_people(changes, run, fields=LISTENER_FIELDS)
    replace(
        touched(changes, "topics_wanted"),
        TopicWanted,
        owner="user",
        owner_of=lambda change: change.row.person,
        rows_of=lambda change: [
            {"topic_id": run.topics[slug], "position": position}
            for position, slug in enumerate(change.values["topics_wanted"])
        ],
    )


def fill_people(changes: Sequence[Change], run: Run, *, fields: Mapping[str, str]) -> None:
    """Accounts with their languages; `fields` says which column fills which field.

    Nobody gets a password, a letter or a device; imported people sleep until they sign in.
    """
    _find_promoted(changes)
    new = [change for change in changes if change.is_new and not change.row.person]
    people = User.objects.bulk_create([_person(change, run, fields) for change in new])
    for change, person in zip(new, people, strict=True):
        change.row.person = person
    made = {change.row.key for change in new}
    known = [change for change in changes if change.row.key not in made]
    for column, field in fields.items():
        _write_field(touched(known, column), column, field, run)
    replace(
        touched(changes, "languages"),
        SpokenLanguage,
        owner="user",
        owner_of=lambda change: change.row.person,
        rows_of=lambda change: [
            {"tag": tag, "base": language_base(tag), "position": position}
            for position, tag in enumerate(change.values["languages"])
        ],
    )


def touched(changes: Sequence[Change], column: str) -> list[Change]:
    """Those whose cell of this column differs, and whose person is still here."""
    return [change for change in changes if column in change.changed and change.row.person]


def _find_promoted(changes: Sequence[Change]) -> None:
    """A listener of an earlier import who is a mentor now keeps their account.

    Of the columns that both tables have, only those count as changed that differ
    from the row of before, so that what the person changed here stays.
    """
    new = {
        change.row.key: change
        for change in changes
        if change.is_new and change.row.table == "mentors"
    }
    listeners = ImportedRow.objects.filter(table="listeners", key__in=new)
    for listener in listeners.select_related("person"):
        change = new[listener.key]
        change.row.person = listener.person
        same = {name for name in SHARED if change.row.cells[name] == listener.cells.get(name)}
        change.changed -= same
    User.objects.filter(imported_rows__in=listeners).update(verified=True, name_is_protected=True)


def _person(change: Change, run: Run, fields: Mapping[str, str]) -> User:
    person = User(
        imported_at=run.at,
        password=make_password(None),
        avatar=_avatar(change.row.key),
        verified=change.row.table == "mentors",
        name_is_protected=change.row.table == "mentors",
    )
    for column, field in fields.items():
        setattr(person, field, _value(column, change))
    _reads_like(person)
    return person


def _reads_like(person: User) -> None:
    """Imported names stay as they are; what they read like guards them against imitation."""
    person.name_skeleton = skeleton(person.display_name)
    person.handle_skeleton = skeleton(person.username)


def _avatar(key: str) -> str:
    number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big")
    return Avatar.values[number % len(Avatar.values)]


def _value(column: str, change: Change) -> Any:
    """The value as the field keeps it; addresses in small letters, as sign-in looks for them."""
    value = change.values[column]
    if column == "email":
        return value.lower()
    return value == "true" if column == "verified" else value


def _write_field(changes: Sequence[Change], column: str, field: str, run: Run) -> None:
    """Write changed cells to their people, except where what happened here outweighs them.

    Who has signed in here looks after their own address and has said their own age.
    """
    people = []
    for change in changes:
        person: User = change.row.person  # type: ignore[assignment]
        value = _value(column, change)
        is_theirs = not person.is_dormant if field == "email" else person.band_confirmed_at
        if field in ("email", "band") and is_theirs:
            run.left_alone[column] += 1
            continue
        if field == "last_seen_at" and person.last_seen_at:
            value = max(value, person.last_seen_at)
        setattr(person, field, value)
        people.append(person)
        _reads_like(person)
    if field == "email":
        _give_up_addresses(people)
    fields = [field, "name_skeleton", "handle_skeleton"]
    User.objects.bulk_update(people, fields, batch_size=UPDATE_BATCH)


def _give_up_addresses(people: Sequence[User]) -> None:
    """Addresses are unique at every moment, so two people who exchange theirs first have none."""
    parked = [User(pk=person.pk, email=f"{person.public_id}@moving.invalid") for person in people]
    User.objects.bulk_update(parked, ["email"], batch_size=UPDATE_BATCH)


def replace(
    changes: Sequence[Change],
    model: type[Model],
    *,
    owner: str,
    owner_of: Callable[[Change], Any],
    rows_of: Callable[[Change], list[dict[str, Any]]],
) -> None:
    """Replace the rows that a list cell made by those of the new cell."""
    manager = model._default_manager
    manager.filter(**{f"{owner}__in": [owner_of(change) for change in changes]}).delete()
    manager.bulk_create(
        model(**{owner: owner_of(change)}, **row) for change in changes for row in rows_of(change)
    )


def write_clearances(changes: Sequence[Change], run: Run) -> None:
    """A clearance counts from its import; a changed day replaces the one imported before."""
    cleared = touched(changes, "teen_cleared_until")
    known = [change.row.person for change in cleared if not change.is_new]
    Clearance.objects.filter(user__in=known, granted_by=None, ended_at=None).update(ended_at=run.at)
    Clearance.objects.bulk_create(
        Clearance(
            user=change.row.person,
            cleared_until=change.values["teen_cleared_until"],
            granted_at=run.at,
            reason=_("Imported"),
        )
        for change in cleared
        if change.values["teen_cleared_until"]
    )
