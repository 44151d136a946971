"""What earlier imports and people who signed up here mean for the files at hand."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from accounts.people.models import User
from mentorship.intake.models import ImportedRow
from mentorship.intake.rules.columns import TABLES, Table
from mentorship.intake.rules.faults import CellFault
from mentorship.intake.rules.known import Known

PEOPLE = ("mentors", "listeners")
NEEDED = {
    "levels": ("levels",),
    "mentors": ("topics", "tracks", *PEOPLE),
    "listeners": ("topics", *PEOPLE),
    "talks": (*PEOPLE, "talks"),
    "reviews": ("talks",),
    "assessments": ("talks",),
}
COLUMNS = {
    "levels": ("rank", "cheers_from"),
    "mentors": (
        "email",
        "age_band",
        "languages",
        "joined_at",
        "teen_cleared_until",
        "capacity",
    ),
    "listeners": ("email", "age_band", "languages", "joined_at"),
    "talks": ("mentor", "listener", "outcome", "requested_at", "ended_at"),
}


def known_before(tables: Iterable[str]) -> Known:
    """What files of these tables may refer to, or may clash with."""
    wanted = {needed for table in tables for needed in NEEDED.get(table, ())}
    known = Known()
    for name in (name for name in TABLES if name in wanted):
        rows = ImportedRow.objects.filter(table=name).values_list("key", "cells")
        for key, cells in rows.iterator():
            known.add(name, key, _values(TABLES[name], cells))
    if wanted.intersection(PEOPLE):
        _add_people_here(known)
    return known


def _values(table: Table, cells: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for name in COLUMNS.get(table.name, ()):
        try:
            values[name] = table.forms[name](name, cells[name])
        except CellFault:  # kept under an older rule; what refers to it is judged without it
            continue
    return values


def _add_people_here(known: Known) -> None:
    """Whoever signed up or woke up here owns their handle and address, as they are now."""
    here = User.objects.filter(Q(imported_at=None) | Q(woken_at__isnull=False))
    owners = here.values_list("username", "email", "imported_rows__key")
    for handle, email, key in owners.iterator():
        known.handles_here[handle.lower()] = key or ""
        known.addresses_here[email.lower()] = key or ""
