"""The eight tables of an export and the form of each column: data, not code for each table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorship.intake.rules import forms
from mentorship.intake.rules.faults import CellFault, FaultList
from mentorship.intake.rules.forms import Choice, Form, Many, Text, Whole
from mentorship.intake.rules.rows import Row, too_long

KINDS = ("request", "direct", "session")
OUTCOMES = (
    "completed",
    "open",
    "waiting",
    "unanswered",
    "withdrawn",
    "declined",
    "cancelled",
    "no_show",
)
REVIEW_TAGS = ("clear", "kind", "knowledgeable", "gave-practice", "on-time")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One table: its columns in the export's order, and the column that names a row."""

    name: str
    key: str
    forms: Mapping[str, Form]

    def key_of(self, cells: Mapping[str, str]) -> str:
        """The name of a row; handles count without their case."""
        return cells[self.key].lower()


PERSON: dict[str, Form] = {
    "handle": forms.HANDLE,
    "display_name": Text(60, least=1),
    "email": forms.address,
    "age_band": Choice(("adult", "teen")),
    "joined_at": forms.moment,
    "languages": Many(forms.LANGUAGE, least=1, key=str.lower),
    "time_zone": forms.zone,
}
NAMED: dict[str, Form] = {
    "slug": forms.SLUG,
    "name": Text(60, least=1),
    "description": Text(300),
}

TABLES = {
    table.name: table
    for table in (
        Table(
            "levels",
            "rank",
            {"rank": Whole(most=30_000), "name": Text(40, least=1), "cheers_from": Whole()},
        ),
        Table("topics", "slug", NAMED),
        Table("tracks", "slug", NAMED),
        Table(
            "mentors",
            "handle",
            PERSON
            | {
                "teen_cleared_until": forms.or_empty(forms.day),
                "tracks": Many(forms.SLUG),
                "capacity": Whole(1, 10),
                "weekly_sessions": Whole(0, 40),
                "topics": Many(forms.strength, 1, 12, key=lambda strength: strength.topic),
                "weekly_hours": forms.windows,
                "headline": Text(200, least=1),
                "about": Text(2_000, lines=True),
                "situations": forms.situations,
                "style": forms.style,
            },
        ),
        Table(
            "listeners",
            "handle",
            PERSON
            | {
                "last_seen_at": forms.moment,
                "cheers": Whole(),
                "verified": forms.FLAG,
                "topics_wanted": Many(forms.SLUG, most=4),
                "about": Text(2_000, lines=True),
            },
        ),
        Table(
            "talks",
            "id",
            {
                "id": forms.TALK_ID,
                "mentor": forms.HANDLE,
                "listener": forms.HANDLE,
                "kind": Choice(KINDS),
                "requested_at": forms.moment,
                "first_reply_at": forms.or_empty(forms.moment),
                "ended_at": forms.or_empty(forms.moment),
                "mentor_messages": Whole(),
                "listener_messages": Whole(),
                "minutes": Whole(),
                "outcome": Choice(OUTCOMES),
            },
        ),
        Table(
            "reviews",
            "talk_id",
            {
                "talk_id": forms.TALK_ID,
                "stars": Whole(1, 5),
                "tags": Many(Choice(REVIEW_TAGS), most=3),
                "text": Text(2_000, least=15, lines=True, may_be_empty=True),
                "created_at": forms.moment,
            },
        ),
        Table(
            "assessments",
            "talk_id",
            {
                "talk_id": forms.TALK_ID,
                "verdict": Choice(("positive", "developing", "concern")),
                "created_at": forms.moment,
            },
        ),
    )
}
"""In the order in which they are read: each refers only to earlier ones."""


def values_of(table: Table, row: Row, faults: FaultList) -> dict[str, Any]:
    """The values of a row; a cell that breaks its rule becomes a fault and is left out."""
    before = faults.count
    values: dict[str, Any] = {}
    for name, cell in row.cells.items():
        try:
            values[name] = table.forms[name](name, cell)
        except CellFault as fault:
            faults.add(row.line, name, str(fault))
    if row.cut and faults.count == before:
        faults.add(row.line, row.cut, too_long())
    return values
