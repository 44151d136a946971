"""Rows of a file beside what the last import brought of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mentorship.intake.models import ImportedRow
from mentorship.intake.rules.columns import Table

BATCH = 500
UPDATE_BATCH = 100


@dataclass(slots=True, eq=False)
class Change:
    """One row: its values, its cells `before`, and which columns differ (all of a new row)."""

    row: ImportedRow
    values: Mapping[str, Any]
    before: Mapping[str, str]
    changed: frozenset[str]

    @property
    def is_new(self) -> bool:
        return not self.before


@dataclass(slots=True)
class Run:
    """What one import carries from batch to batch."""

    at: datetime
    topics: dict[str, int] = field(default_factory=dict)
    tracks: dict[str, int] = field(default_factory=dict)
    mentor_ids: set[int] = field(default_factory=set)
    left_alone: Counter[str] = field(default_factory=Counter)


def changes_of(
    table: Table,
    batch: Sequence[tuple[Mapping[str, str], Mapping[str, Any]]],
    *,
    at: datetime,
) -> list[Change]:
    """Hold cells and values of some rows against their kept rows; saves nothing."""
    keys = [table.key_of(cells) for cells, _values in batch]
    rows = ImportedRow.objects.filter(table=table.name, key__in=keys).select_related("person")
    kept = {row.key: row for row in rows}
    return [
        _change(table, key, kept.get(key), cells, values, at)
        for key, (cells, values) in zip(keys, batch, strict=True)
    ]


def _change(
    table: Table,
    key: str,
    row: ImportedRow | None,
    cells: Mapping[str, str],
    values: Mapping[str, Any],
    at: datetime,
) -> Change:
    row = row or ImportedRow(table=table.name, key=key, cells={})
    before = row.cells
    changed = frozenset(name for name in table.forms if cells[name] != before.get(name))
    row.cells = {name: cells[name] for name in table.forms}
    if changed:
        row.imported_at = at
    return Change(row, values, before, changed)


def keep(changes: Sequence[Change]) -> None:
    """Save the kept rows of new and changed rows, as they were imported."""
    ImportedRow.objects.bulk_create([change.row for change in changes if change.is_new])
    ImportedRow.objects.bulk_update(
        [change.row for change in changes if change.changed and not change.is_new],
        ["cells", "imported_at"],
        batch_size=UPDATE_BATCH,
    )
