"""Which files an import reads, and how far it has come in them."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from mentorship.intake.errors import CannotBeRead, NothingToImport, TwoFilesOfOneTable
from mentorship.intake.rules.columns import TABLES, Table

TABLE_OF_FILE = re.compile(rf"(?:.*\.)?({'|'.join(TABLES)})\.csv", re.IGNORECASE)
TELL_EVERY = 200

Progress = Callable[[int, int], None]
"""Told how many bytes are done and how many there are in all."""


class Export:
    """The open files of one export, in the order in which tables are read."""

    def __init__(self, path: Path, *, progress: Progress, passes: int) -> None:
        """Raises NothingToImport and TwoFilesOfOneTable."""
        self.paths = _files_of(path)
        self._files = ExitStack()
        self.sources: dict[Table, BinaryIO] = {}
        self._progress = progress
        self._total = passes * sum(file.stat().st_size for file in self.paths.values())
        self._done = self._rows = 0

    def __enter__(self) -> "Export":
        for name, path in self.paths.items():
            try:
                self.sources[TABLES[name]] = self._files.enter_context(path.open("rb"))
            except OSError as error:
                self._files.close()
                raise CannotBeRead(path.name) from error
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def tell(self, source: BinaryIO) -> None:
        """Report the place in this file, every so many rows."""
        self._rows += 1
        if not self._rows % TELL_EVERY:
            self._progress(self._done + source.tell(), self._total)

    def finished(self, table: Table) -> None:
        self._done += self.paths[table.name].stat().st_size
        self._progress(self._done, self._total)


def _files_of(path: Path) -> dict[str, Path]:
    """The file of each table by its name, in reading order."""
    try:
        candidates = sorted(path.iterdir()) if path.is_dir() else [path]
        files = [file for file in candidates if file.is_file()]
    except OSError as error:
        raise NothingToImport from error
    found: dict[str, Path] = {}
    for file in files:
        match = TABLE_OF_FILE.fullmatch(file.name)
        if match and match[1].lower() in found:
            raise TwoFilesOfOneTable
        if match:
            found[match[1].lower()] = file
    if not found:
        raise NothingToImport
    return {name: found[name] for name in TABLES if name in found}
