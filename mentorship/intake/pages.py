"""What the pages of an import show: tables in the community's words, and how far it has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from config.kit.nouns import noun
from mentorship.intake.models import ImportFault, ImportPlan
from mentorship.intake.rules.columns import TABLES

if TYPE_CHECKING:
    from django.db.models import QuerySet

State = ImportPlan.State
FAULTS_SHOWN = 50
FILE_NAMES = [f"{table}.csv" for table in TABLES]


@dataclass(frozen=True)
class TableRow:
    """One table of a preview: how many rows, and the first names of new and changed ones."""

    words: str
    read: int
    new: int
    changed: int
    new_names: list[str]
    changed_rows: list[tuple[str, str]]

    @property
    def unchanged(self) -> int:
        return self.read - self.new - self.changed

    @property
    def more_new(self) -> int:
        return self.new - len(self.new_names)

    @property
    def more_changed(self) -> int:
        return self.changed - len(self.changed_rows)


@dataclass(frozen=True)
class PlanPage:
    """A plan as its page shows it."""

    plan: ImportPlan

    @property
    def at_work(self) -> bool:
        """Whether the page will change by itself."""
        return self.plan.is_open and self.plan.state != State.READY

    @property
    def may_cancel(self) -> bool:
        return self.plan.state in (State.WAITING, State.READING, State.READY)

    @property
    def seen(self) -> str:
        """Changes whenever the page would."""
        return f"{self.plan.state}-{self.plan.done}"

    @property
    def percent(self) -> int | None:
        """Of the bytes to read; None before a worker has begun."""
        return 100 * self.plan.done // self.plan.total if self.plan.total else None

    @property
    def files(self) -> list[tuple[str, str, int]]:
        """Name, table in words and bytes of each file."""
        return [
            (file["name"], table_words(file["table"]), file["size"]) for file in self.plan.files
        ]

    @property
    def tables(self) -> list[TableRow]:
        return list(_rows(self.plan.preview))

    @property
    def changes_nothing(self) -> bool:
        return not any(row.new or row.changed for row in self.tables)

    @property
    def faults(self) -> "QuerySet[ImportFault]":
        """The first of them; the sheet holds all that are listed."""
        return self.plan.faults.all()[:FAULTS_SHOWN]


def table_words(table: str) -> str:
    """A table of an export as people call it here."""
    words = {
        "levels": _("Levels"),
        "topics": _("Topics"),
        "tracks": _("Tracks"),
        "mentors": noun("mentor").plural_cap,
        "listeners": noun("listener").plural_cap,
        "talks": _("Talks"),
        "reviews": _("Reviews"),
        "assessments": _("Assessments"),
    }
    return words[table]


def _rows(preview: dict[str, Any]) -> Iterator[TableRow]:
    for table, count in preview.get("counts", {}).items():
        examples = preview["examples"][table]
        changed = [(name, ", ".join(columns)) for name, columns in examples["changed"]]
        yield TableRow(
            words=table_words(table),
            new_names=examples["new"],
            changed_rows=changed,
            **count,
        )
