"""The sample's clock work: its history moved in time, and who of its mentors is here when."""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TextIO

ENDS_AT = datetime(2026, 11, 22, 6, tzinfo=UTC)
MOMENTS = frozenset(
    {"joined_at", "last_seen_at", "requested_at", "first_reply_at", "ended_at", "created_at"}
)
DAYS = frozenset({"teen_cleared_until"})
AT_LEAST_HERE = 3


def shift_table(source: TextIO, target: TextIO, *, at: datetime) -> None:
    """Copy a table of the export with its history moved so that it ends at `at`.

    Every moment and day moves by the same time; weekly hours stay as they are.
    """
    rows = csv.reader(source)
    names = next(rows)
    writer = csv.writer(target)
    writer.writerow(names)
    for row in rows:
        writer.writerow(
            _shifted(name, cell, at) if cell else cell
            for name, cell in zip(names, row, strict=True)
        )


def _shifted(name: str, cell: str, at: datetime) -> str:
    if name in MOMENTS:
        return (datetime.fromisoformat(cell) + (at - ENDS_AT)).isoformat(timespec="seconds")
    if name in DAYS:
        return (date.fromisoformat(cell) + (at.date() - ENDS_AT.date())).isoformat()
    return cell


@dataclass(frozen=True)
class Candidate:
    """A mentor of the sample as the choice of who is here sees them."""

    mentor_id: int
    spaces: Collection[str]
    in_hours: bool
    is_here: bool
    has_room: bool
    speaks_english: bool
    opens_at: datetime | None


def who_is_here(candidates: Iterable[Candidate]) -> set[int]:
    """Those whose weekly hours run, and as many others as make three in each space.

    Others are chosen by room, then by being here already (so that nobody comes
    and goes every minute), then by their next hours.
    """
    by_fitness = sorted(candidates, key=_fitness)
    chosen = {one.mentor_id for one in by_fitness if one.in_hours}
    for space in ("teen", "adult"):
        of_space = [one for one in by_fitness if space in one.spaces]
        missing = AT_LEAST_HERE - sum(one.mentor_id in chosen for one in of_space)
        others = [one.mentor_id for one in of_space if one.mentor_id not in chosen]
        chosen.update(others[: max(0, missing)])
    return chosen


def _fitness(one: Candidate) -> tuple[bool, bool, bool, datetime, int]:
    latest = datetime.max.replace(tzinfo=UTC)
    return (
        not one.has_room,
        not one.speaks_english,
        not one.is_here,
        one.opens_at or latest,
        one.mentor_id,
    )
