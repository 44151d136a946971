"""From the bytes of a file to its rows, in flat memory whatever the file holds.

The standard csv module divides a row into cells; this layer keeps what that
module would let pass: the encoding, where lines begin, quotes that never close,
rows that are too long, and the names of the columns.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from mentorship.intake.rules.faults import FaultList, shown

PIECE = 16_384
ROW_LIMIT = 65_536
FOREIGN_BEGINNINGS = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
NOT_UTF_8 = re.compile("[\udc80-\udcff]")


@dataclass(slots=True)
class Row:
    """The cells of one row by column, and the line in which it begins.

    `cut` names the column in which a row that is too long was cut off.
    """

    line: int
    cells: dict[str, str]
    cut: str = ""


@dataclass(slots=True)
class _Record:
    """The text of one row: `unclosed` is the line of a quote that never closes."""

    line: int
    text: str
    is_cut: bool = False
    unclosed: int = 0


def rows(source: BinaryIO, *, columns: Sequence[str], faults: FaultList) -> Iterator[Row]:
    """Yield the rows of `source` by column; what cannot be read goes to `faults`.

    A fault of the whole file or of its header ends the reading; a row that
    cannot be divided into its cells is left out, and the next one is read.
    """
    if not _is_text(source, faults):
        return
    stream = io.TextIOWrapper(source, "utf-8-sig", errors="surrogateescape", newline=None)
    try:
        records = _records(stream)
        names = _header(next(records, None), columns, faults)
        if names:
            yield from _divided(records, names, frozenset(columns), faults)
    finally:
        stream.detach()


def archive_kind(beginning: bytes) -> str:
    """The kind of archive that begins with these bytes, such as zip; "" for anything else."""
    kind = _foreign_kind(beginning)
    return "" if kind.startswith("UTF") else kind


def _foreign_kind(beginning: bytes) -> str:
    return next((kind for mark, kind in FOREIGN_BEGINNINGS if beginning.startswith(mark)), "")


def _is_text(source: BinaryIO, faults: FaultList) -> bool:
    source.seek(0)
    beginning = source.read(4)
    source.seek(0)
    if not beginning:
        faults.add(0, "", _("the file is empty"))
        return False
    kind = _foreign_kind(beginning)
    if kind.startswith("UTF"):
        faults.add(0, "", _("the file is %(kind)s; please export it as UTF-8") % {"kind": kind})
    elif kind:
        faults.add(0, "", _("this is a %(kind)s archive; please unpack it first") % {"kind": kind})
    return not kind


def _records(stream: io.TextIOWrapper) -> Iterator[_Record]:
    """Lines joined while a quote is open; of a row beyond ROW_LIMIT only the beginning is kept."""
    parts: list[str] = []
    length, line, start, opened = 0, 1, 1, 0
    while piece := stream.readline(PIECE):
        if piece.count('"') % 2:
            opened = 0 if opened else line
        if length < ROW_LIMIT:
            parts.append(piece[: ROW_LIMIT - length])
        length += len(piece)
        if piece.endswith("\n"):
            line += 1
            if not opened:
                yield _Record(start, "".join(parts).removesuffix("\n"), length > ROW_LIMIT)
                parts, length, start = [], 0, line
    if parts:
        yield _Record(start, "".join(parts), length > ROW_LIMIT, opened)


def _header(record: _Record | None, columns: Sequence[str], faults: FaultList) -> list[str]:
    """The names in line 1; none where the file cannot be read by them."""
    if record is None:
        faults.add(0, "", _("the file is empty"))
        return []
    if record.is_cut:
        faults.add(1, "", too_long())
        return []
    before = faults.count
    names = _cells(record, faults) or []
    signs = {";": _("semicolons"), "\t": _("tabs")}
    divided_by = next((signs[sign] for sign in signs if len(names) == 1 and sign in names[0]), "")
    if divided_by:
        facts = {"signs": divided_by}
        faults.add(1, "", _("the line is divided by %(signs)s; commas are expected") % facts)
    elif faults.count == before:
        _judge_names(names, columns, faults)
    return names if faults.count == before else []


def _judge_names(names: list[str], columns: Sequence[str], faults: FaultList) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            often = _("twice") if times == 2 else _("%(count)s times") % {"count": times}
            facts = {"column": shown(name), "times": often}
            faults.add(1, shown(name), _("the line names %(column)s %(times)s") % facts)
        elif name not in columns:
            faults.note(_("the column %(column)s was left out") % {"column": shown(name)})
    for name in columns:
        if name not in names:
            faults.add(1, name, _("the line lacks the column %(column)s") % {"column": name})


def too_long() -> str:
    return _("the row is longer than %(limit)s characters") % {"limit": f"{ROW_LIMIT:,}"}


def _divided(
    records: Iterator[_Record], names: list[str], wanted: frozenset[str], faults: FaultList
) -> Iterator[Row]:
    for record in records:
        cells = _cells(record, faults) if record.text else None
        if cells is None:
            continue
        if len(cells) > len(names) or (len(cells) < len(names) and not record.is_cut):
            facts = {"cells": len(cells), "expected": len(names)}
            sentence = _("the row has %(cells)s cells where %(expected)s are expected")
            faults.add(record.line, "", sentence % facts)
            continue
        found = {
            name: cell
            for name, cell in zip(names, cells, strict=False)
            if name in wanted and _is_readable(name, cell, record.line, faults)
        }
        yield Row(record.line, found, cut=names[len(cells) - 1] if record.is_cut else "")


def _cells(record: _Record, faults: FaultList) -> list[str] | None:
    """The cells of a row; None, with a fault, where quotes are wrong."""
    if record.unclosed:
        facts = {"line": record.unclosed}
        faults.add(record.line, "", _("the quote opened on line %(line)s is never closed") % facts)
        return None
    try:
        return next(csv.reader([record.text], strict=not record.is_cut), [])
    except csv.Error:
        faults.add(record.line, "", _("a quote stands where none may be; quotes are doubled"))
        return None


def _is_readable(name: str, cell: str, line: int, faults: FaultList) -> bool:
    """Whether a cell is UTF-8 without NUL; a fault names the first byte that is not."""
    foreign = NOT_UTF_8.search(cell)
    if foreign:
        facts = {"byte": f"{ord(foreign.group()) - 0xDC00:02X}", "column": name}
        faults.add(line, name, _("%(column)s is not UTF-8 (byte %(byte)s)") % facts)
    elif "\0" in cell:
        faults.add(line, name, _("%(column)s holds a NUL byte") % {"column": name})
    return not foreign and "\0" not in cell
