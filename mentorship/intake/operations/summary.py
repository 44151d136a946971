"""What an import did, in lines for the terminal and numbers for its record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.kit.nouns import noun
from mentorship.intake.operations.changes import Change


@dataclass(slots=True)
class Count:
    """Rows of one table: read, of these new, of these changed since the last import."""

    read: int = 0
    new: int = 0
    changed: int = 0

    def add(self, changes: Sequence[Change]) -> None:
        self.read += len(changes)
        self.new += sum(change.is_new for change in changes)
        self.changed += sum(bool(change.changed) and not change.is_new for change in changes)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was read and kept, what waits for its area, and what was left as people made it here."""

    counts: dict[str, Count]
    notes: Sequence[str]
    left_alone: Counter[str]
    filled: frozenset[str]
    dry_run: bool

    @property
    def waiting(self) -> list[str]:
        """Tables whose rows are kept and whose area does not exist yet."""
        return [table for table in self.counts if table not in self.filled]

    def as_json(self) -> dict[str, dict[str, int]]:
        return {
            table: {"read": count.read, "new": count.new, "changed": count.changed}
            for table, count in self.counts.items()
        }

    def lines(self) -> Iterator[str]:
        """The summary, one sentence a line."""
        for table, count in self.counts.items():
            stored = ngettext("%(count)s row stored", "%(count)s rows stored", count.read)
            facts = {"new": f"{count.new:,}", "changed": f"{count.changed:,}"}
            detail = _("%(new)s new, %(changed)s changed") % facts
            yield f"{table}: {stored % {'count': f'{count.read:,}'}} ({detail})"
        yield from self.remarks()

    def remarks(self) -> Iterator[str]:
        """What there is to say beside the numbers."""
        yield from self.notes
        for column, number in sorted(self.left_alone.items()):
            facts = {"column": column, "count": f"{number:,}"}
            yield _("%(column)s: %(count)s left as they are here") % facts
        if self.waiting:
            tables = ", ".join(self.waiting)
            yield _("Kept, and shown nowhere yet: %(tables)s.") % {"tables": tables}
        if "listeners" in self.counts:
            words = {"cheers": noun("cheers").plural, "listeners": noun("listener").plural}
            yield _("Kept, and shown nowhere yet: the %(cheers)s of %(listeners)s.") % words
        yield _("Dry run: nothing was stored.") if self.dry_run else _("All rows are kept.")
