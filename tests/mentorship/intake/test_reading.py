"""Bytes become rows: line ends, quotes, encodings and sizes."""

import io
import tracemalloc

import pytest

from mentorship.intake.rules.faults import LISTED, FaultList
from mentorship.intake.rules.rows import ROW_LIMIT, rows

COLUMNS = ("slug", "name", "description")
HEAD = b"slug,name,description\r\n"


def read(content):
    faults = FaultList("topics.csv")
    found = list(rows(io.BytesIO(content), columns=COLUMNS, faults=faults))
    return found, [(fault.line, fault.sentence) for fault in faults.listed], faults.notes


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_lines_are_counted_as_in_a_text_editor(end):
    lines = ["slug,name,description", 'a,"one', 'two, ""three""",x', "", "b,c,d"]

    found, faults, _notes = read(end.join(lines).encode())

    assert faults == []
    assert [(row.line, row.cells["name"]) for row in found] == [(2, 'one\ntwo, "three"'), (5, "c")]


def test_the_mark_of_the_byte_order_is_not_part_of_the_first_column():
    found, faults, _notes = read(b"\xef\xbb\xbf" + HEAD + b"a,b,c\r\n")

    assert (found[0].cells["slug"], faults) == ("a", [])


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        (b"\xff\xfea\0", "the file is UTF-16"),
        (b"\xfe\xff\0a", "the file is UTF-16"),
        (b"\xff\xfe\0\0", "the file is UTF-32"),
        (b"\x1f\x8b\x08", "this is a gzip archive"),
        (b"PK\x05\x06", "this is a zip archive"),
    ],
)
def test_a_file_of_another_kind_is_named(beginning, kind):
    _found, faults, _notes = read(beginning)

    assert [line for line, _sentence in faults] == [0]
    assert faults[0][1].startswith(kind)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (b"a,\xffb,c", "name is not UTF-8 (byte FF)"),
        (b"a,\xed\xa0\x80,c", "name is not UTF-8 (byte ED)"),
        (b"a,b\0,c", "name holds a NUL byte"),
        (b"a,b", "the row has 2 cells where 3 are expected"),
        (b"a,b,c,d", "the row has 4 cells where 3 are expected"),
        (b'a,"b"x,c', "a quote stands where none may be; quotes are doubled"),
        (b'a,"b,c', "the quote opened on line 2 is never closed"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(row, sentence):
    _found, faults, _notes = read(HEAD + row)

    assert faults == [(2, sentence)]


def test_reading_goes_on_after_a_faulty_row():
    found, faults, _notes = read(HEAD + b"a,b\r\nb,c,d\r\nc\r\n")

    assert [row.line for row in found] == [3]
    assert [line for line, _sentence in faults] == [2, 4]


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        (b"slug;name;description", "the line is divided by semicolons; commas are expected"),
        (b"slug\tname\tdescription", "the line is divided by tabs; commas are expected"),
        (b"slug,name", "the line lacks the column description"),
        (b"slug,name,name,description", "the line names name twice"),
        (b"slug,name,description," + b"x," * ROW_LIMIT, "the row is longer than 65,536 characters"),
    ],
)
def test_a_header_that_does_not_name_the_columns_ends_the_reading(head, sentence):
    found, faults, _notes = read(head + b"\r\na,b,c\r\n")

    assert (found, faults) == ([], [(1, sentence)])


def test_an_unknown_column_is_left_out_with_a_note():
    found, _faults, notes = read(b"name,shoe\x1b[2J,slug,description\r\nb,41,a,c\r\n")

    assert found[0].cells == {"slug": "a", "name": "b", "description": "c"}
    assert notes == ["topics.csv: the column shoe\N{REPLACEMENT CHARACTER}[2J was left out"]


@pytest.mark.parametrize("quote", [b"", b'"'])
def test_a_cell_of_any_size_costs_little_memory(quote):
    cell = quote + b"tea, " * 4_000_000 + quote
    content = io.BytesIO(HEAD + b"a,b," + cell + b"\r\nb,c,d\r\n")
    faults = FaultList("topics.csv")

    tracemalloc.start()
    lines = [row.line for row in rows(content, columns=COLUMNS, faults=faults)]
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert lines[-1] == 3
    assert peak < 3_000_000


def test_the_first_thousand_faults_are_listed_and_the_rest_counted():
    faults = FaultList("topics.csv")

    list(rows(io.BytesIO(HEAD + b"a,b\r\n" * 1_500), columns=COLUMNS, faults=faults))

    assert (faults.count, len(faults.listed), faults.unlisted) == (1_500, LISTED, 500)
    assert list(faults.lines())[-1] == "topics.csv: 500 more faults are not listed."
