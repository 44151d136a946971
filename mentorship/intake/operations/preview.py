"""What files would change, counted and with first examples, before anything is written."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mentorship.intake.operations.changes import Change
from mentorship.intake.operations.summary import Count
from mentorship.intake.rules.columns import Table

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """Rows by table as a summary counts them, a few names of them, and what was known then.

    `examples` holds for each table the names of new rows, and of changed rows with their columns.
    """

    last_run: int
    counts: dict[str, dict[str, int]]
    examples: dict[str, dict[str, list[Any]]]
    notes: list[str]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(slots=True)
class Seen:
    """The preview as it grows, table by table."""

    last_run: int
    notes: list[str]
    counts: dict[str, Count] = field(default_factory=dict)
    examples: dict[str, dict[str, list[Any]]] = field(default_factory=dict)

    def begin(self, table: str) -> None:
        self.counts[table] = Count()
        self.examples[table] = {"new": [], "changed": []}

    def add(self, table: Table, changes: Sequence[Change]) -> None:
        self.counts[table.name].add(changes)
        shown = self.examples[table.name]
        for change in changes:
            name = change.row.cells[table.key]
            if change.is_new and len(shown["new"]) < EXAMPLES:
                shown["new"].append(name)
            elif change.changed and not change.is_new and len(shown["changed"]) < EXAMPLES:
                shown["changed"].append([name, sorted(change.changed)])

    def preview(self) -> Preview:
        counts = {table: asdict(count) for table, count in self.counts.items()}
        return Preview(self.last_run, counts, self.examples, self.notes)
