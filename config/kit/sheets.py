"""Lists as CSV files that spreadsheets open: the one writer of them.

UTF-8 with a byte order mark, by which spreadsheets know it. What a spreadsheet would take for a
formula begins with an apostrophe. Rows leave as they come from the database, a few at a time.
"""

import csv
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from itertools import islice
from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
AT_ONCE = 200


def sheet(
    request: HttpRequest, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Answer with the rows as `name`.csv under a header of words; times on the viewer's clock."""
    # The viewer's clock and language are set for the view only, and rows leave after it.
    clock, words = timezone.get_current_timezone(), (str(_("no")), str(_("yes")))
    parts: Any = _parts(header, rows, lambda value: cell(value, clock=clock, words=words))
    if isinstance(request, ASGIRequest):
        parts = _one_by_one(parts)  # Django would gather all parts of a plain iterator first
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def cell(value: Any, *, clock: tzinfo, words: tuple[str, str]) -> str:
    """A value as the text of a cell, which no spreadsheet takes for a formula.

    `words` stand for False and True. Signs count behind blanks as well, which some programs leave
    out when they look (OWASP, CSV injection).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return words[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(clock).strftime("%Y-%m-%d %H:%M")
    text = str(value)
    risky = text.startswith(FORMULA_SIGNS) or text.lstrip().startswith(FORMULA_SIGNS)
    return f"'{text}" if risky else text


class _Line:
    """What the csv module writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _parts(
    header: Sequence[str], rows: Iterable[Sequence[Any]], text: Callable[[Any], str]
) -> Iterator[bytes]:
    writer = csv.writer(_Line())
    yield f"{BYTE_ORDER_MARK}{writer.writerow([text(word) for word in header])}".encode()
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        yield "".join(writer.writerow([text(value) for value in row]) for row in some).encode()


async def _one_by_one(parts: Iterator[bytes]) -> AsyncIterator[bytes]:
    def following() -> bytes:
        return next(parts, b"")

    while part := await sync_to_async(following)():
        yield part
