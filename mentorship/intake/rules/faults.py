"""What is wrong with a file, in sentences that name line and column."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

LISTED = 1_000
SHOWN_LENGTH = 60


class CellFault(ValueError):
    """One cell breaks the rule of its column; the text says how, with the column named."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that stands in the way: which file, line and column, and what it is.

    Line 0 is the file as a whole; a row over several lines is named by its first.
    """

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        if not self.line:
            return f"{self.file}: {self.sentence}"
        place = _("line %(line)s, column %(column)s") if self.column else _("line %(line)s")
        where = place % {"line": self.line, "column": self.column}
        return f"{self.file}, {where}: {self.sentence}"


@dataclass(slots=True)
class FaultList:
    """The faults of one file: the first LISTED in full, the rest counted."""

    file: str
    listed: list[Fault] = field(default_factory=list)
    count: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, line: int, column: str, sentence: str) -> None:
        self.count += 1
        if len(self.listed) < LISTED:
            self.listed.append(Fault(self.file, line, column, sentence))

    def note(self, sentence: str) -> None:
        self.notes.append(f"{self.file}: {sentence}")

    @property
    def unlisted(self) -> int:
        return self.count - len(self.listed)

    def lines(self) -> Iterable[str]:
        """The faults by line, then how many more there are."""
        yield from (str(fault) for fault in sorted(self.listed))
        if self.unlisted:
            more = _("%(count)s more faults are not listed.") % {"count": f"{self.unlisted:,}"}
            yield f"{self.file}: {more}"


def shown(cell: str) -> str:
    """A cell fit for a message: short, and without characters that steer a terminal."""
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cell)
    return text if len(text) <= SHOWN_LENGTH else text[:SHOWN_LENGTH] + "…"
