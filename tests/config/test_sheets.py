"""Lists as CSV: what a spreadsheet opens, and takes for no formula; streamed, not gathered."""

import asyncio
import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import AsyncRequestFactory, RequestFactory
from django.utils import timezone

from config.kit.sheets import AT_ONCE, sheet

ZONE = timezone.get_fixed_timezone(330)
SIGNS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", " =1+1", "\u00a0@x", "＝1+1"]


def cells(rows, name="people"):
    response = sheet(RequestFactory().get("/"), name, ["Name"], rows)
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


@pytest.mark.parametrize("risky", SIGNS)
def test_what_looks_like_a_formula_is_text(risky):
    assert cells([[risky]]) == [["Name"], [f"'{risky}"]]


@pytest.mark.parametrize("plain", ["Fern", "a=b", 'says "hi", twice', "two\nlines", "", "🌿"])
def test_everything_else_stays_as_it_is(plain):
    assert cells([[plain]])[1:] == ([[plain]] if plain else [[""]])


def test_values_are_written_for_people():
    with timezone.override(ZONE):
        response = sheet(RequestFactory().get("/"), "x", [], [])
        row = [None, True, False, -3, date(2026, 1, 2), datetime(2026, 1, 2, 20, 0, tzinfo=UTC)]
        rows = sheet(RequestFactory().get("/"), "x", ["A"], [row])
    assert response["Content-Disposition"] == 'attachment; filename="x.csv"'

    text = b"".join(rows.streaming_content).decode("utf-8-sig")  # after the clock was put back

    assert text.splitlines()[1] == ",yes,no,-3,2026-01-02,2026-01-03 01:30"


def test_rows_leave_before_the_last_one_is_there():
    taken = []

    def rows():
        for number in range(10 * AT_ONCE):
            taken.append(number)
            yield [number]

    parts = iter(sheet(RequestFactory().get("/"), "x", ["A"], rows()).streaming_content)
    next(parts)
    next(parts)

    assert len(taken) == AT_ONCE


def test_over_asgi_rows_leave_as_well_before_the_last_one_is_there():
    taken = []

    def rows():
        for number in range(3 * AT_ONCE):
            taken.append(number)
            yield [number]

    async def read():
        response = sheet(AsyncRequestFactory().get("/"), "x", ["A"], rows())
        assert response.is_async
        seen = []
        async for part in response:
            seen.append((len(taken), part))
        return seen

    seen = asyncio.run(read())

    assert [number for number, _part in seen] == [0, AT_ONCE, 2 * AT_ONCE, 3 * AT_ONCE]
    assert b"".join(part for _number, part in seen).count(b"\n") == 1 + 3 * AT_ONCE
