"""Files that were handed in, as pieces in the database and back as files for a worker."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from mentorship.intake.errors import (
    ExportTooLarge,
    IsAnArchive,
    NotAnExportFile,
    TooManyFiles,
    TwoFilesOfOneTable,
)
from mentorship.intake.models import ImportPiece, ImportPlan
from mentorship.intake.operations.files import TABLE_OF_FILE
from mentorship.intake.rules.columns import TABLES
from mentorship.intake.rules.rows import archive_kind

PIECE = 512 * 1024
MEGABYTES = 50
NAME_LENGTH = 100


class HandedIn(Protocol):
    """What an operation needs of an uploaded file."""

    name: str
    size: int

    def chunks(self, chunk_size: int) -> Iterator[bytes]: ...


def by_table(files: Sequence[HandedIn]) -> dict[str, HandedIn]:
    """The file of each table by its name, in reading order.

    Raises TooManyFiles, ExportTooLarge, IsAnArchive, NotAnExportFile and TwoFilesOfOneTable.
    """
    if len(files) > len(TABLES):
        raise TooManyFiles
    if sum(file.size for file in files) > MEGABYTES * 1024 * 1024:
        raise ExportTooLarge(MEGABYTES)
    found: dict[str, HandedIn] = {}
    for file in files:
        table = _table_of(file)
        if table in found:
            raise TwoFilesOfOneTable
        found[table] = file
    return {table: found[table] for table in TABLES if table in found}


def _table_of(file: HandedIn) -> str:
    if archive_kind(next(file.chunks(PIECE), b"")):
        raise IsAnArchive(file.name[:NAME_LENGTH])
    match = TABLE_OF_FILE.fullmatch(file.name)
    if match is None or len(file.name) > NAME_LENGTH or not file.name.isprintable():
        raise NotAnExportFile(file.name[:NAME_LENGTH])
    return match[1].lower()


def keep(plan: ImportPlan, table: str, parts: Iterable[bytes]) -> None:
    """Store a file piece by piece; one piece is in memory at a time."""
    for number, data in enumerate(parts):
        ImportPiece.objects.create(plan=plan, table=table, number=number, data=data)


@contextmanager
def staged(plan: ImportPlan) -> Iterator[Path]:
    """The files of a plan in a folder of their own, under the names they came with."""
    with TemporaryDirectory() as place:
        folder = Path(place) / f"page-{plan.public_id}"
        folder.mkdir()
        for file in plan.files:
            pieces = plan.pieces.filter(table=file["table"]).order_by("number")
            with (folder / file["name"]).open("wb") as whole:
                for data in pieces.values_list("data", flat=True).iterator(chunk_size=4):
                    whole.write(data)
        yield folder
