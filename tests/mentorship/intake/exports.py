"""Small exports, written to a folder for one test."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from mentorship.intake.operations import import_community
from mentorship.intake.rules.columns import TABLES
from mentorship.intake.rules.faults import FaultList
from mentorship.intake.rules.judging import judge
from mentorship.intake.rules.known import Known

ENDS_AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
SMALL = Path(__file__).resolve().parents[3] / "mentorship" / "sample" / "export"

LISTENER = {
    "handle": "quiet_fern",
    "display_name": "Quiet Fern",
    "email": "quiet_fern@example.org",
    "age_band": "adult",
    "joined_at": "2025-03-01T18:20:00+00:00",
    "last_seen_at": "2026-10-02T07:05:00+00:00",
    "cheers": "13",
    "languages": "en",
    "time_zone": "Europe/London",
    "verified": "false",
    "topics_wanted": "grief",
    "about": "New here.",
}
MENTOR = {
    "handle": "HarbourLight",
    "display_name": "Harbour Light",
    "email": "harbour@example.org",
    "age_band": "adult",
    "teen_cleared_until": "",
    "tracks": "chat-support",
    "joined_at": "2024-08-22T19:00:00-05:00",
    "languages": "en;es-MX",
    "time_zone": "America/Bogota",
    "capacity": "3",
    "weekly_sessions": "4",
    "topics": "grief:1;first-chats:0.5",
    "weekly_hours": "mon 18:00-20:00;sun 22:00-24:00",
    "headline": "Happy to go slowly.",
    "about": "Happy to help.",
    "situations": "A member goes silent.\nA hard night.",
    "style": "3;3;2;2",
}
TALK = {
    "id": "t9000001",
    "mentor": "HarbourLight",
    "listener": "quiet_fern",
    "kind": "direct",
    "requested_at": "2026-11-20T10:00:00+00:00",
    "first_reply_at": "2026-11-20T11:00:00+00:00",
    "ended_at": "2026-11-20T12:00:00+00:00",
    "mentor_messages": "7",
    "listener_messages": "6",
    "minutes": "30",
    "outcome": "completed",
}
REVIEW = {
    "talk_id": "t9000001",
    "stars": "5",
    "tags": "kind",
    "text": "Thank you for your time!",
    "created_at": "2026-11-21T05:59:00+00:00",
}
ASSESSMENT = {
    "talk_id": "t9000001",
    "verdict": "positive",
    "created_at": "2026-11-21T05:59:00+00:00",
}
TOPICS = [
    {"slug": "grief", "name": "Grief", "description": ""},
    {"slug": "first-chats", "name": "First chats", "description": "Nerves."},
]
TRACKS = [
    {"slug": "chat-support", "name": "Chat support", "description": ""},
    {"slug": "quality", "name": "Quality", "description": ""},
]
LEVELS = [{"rank": "0", "name": "Newbie", "cheers_from": "0"}]
DEFAULTS = {
    "listeners": LISTENER,
    "mentors": MENTOR,
    "talks": TALK,
    "reviews": REVIEW,
    "assessments": ASSESSMENT,
}
WAITING = {"outcome": "waiting", "first_reply_at": "", "ended_at": "", "minutes": "0"}
OPEN = {"outcome": "open", "ended_at": ""}


def sheet(table, rows):
    """The text of a table; a row says only how it differs from the usual one."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(TABLES[table].forms))
    writer.writeheader()
    writer.writerows(DEFAULTS.get(table, {}) | row for row in rows)
    return text.getvalue()


def write(folder, **tables):
    """A folder with these tables; words that people refer to come along."""
    folder.mkdir(exist_ok=True)
    for table, rows in ({"topics": TOPICS, "tracks": TRACKS} | tables).items():
        (folder / f"{table}.csv").write_bytes(sheet(table, rows).encode())
    return folder


def take_in(folder, *, at=ENDS_AT, **tables):
    return import_community(path=write(folder, **tables), at=at)


def community(folder, **tables):
    """Take in one mentor, one listener and one talk of theirs, or what is said of them."""
    return take_in(folder, **({"mentors": [{}], "listeners": [{}], "talks": [{}]} | tables))


def complaints(table, *rows, known=None):
    """The sentences that the rules have for these rows, with their lines."""
    faults = FaultList(f"{table}.csv")
    judge(
        io.BytesIO(sheet(table, rows).encode()),
        TABLES[table],
        known=known or known_people(),
        faults=faults,
        at=ENDS_AT,
        tell=lambda: None,
    )
    return [(fault.line, fault.column, fault.sentence) for fault in sorted(faults.listed)]


def known_people():
    """What is known after words, one mentor, one listener and one talk of theirs."""
    known = Known()
    tables = {
        "topics": TOPICS,
        "tracks": TRACKS,
        "mentors": [MENTOR],
        "listeners": [LISTENER],
        "talks": [TALK],
    }
    for name, rows in tables.items():
        table = TABLES[name]
        for row in rows:
            values = {column: table.forms[column](column, row[column]) for column in table.forms}
            known.add(name, table.key_of(row), values)
    return known
