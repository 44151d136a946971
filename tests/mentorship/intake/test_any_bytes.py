"""Whatever bytes a file holds, it is read to its end, and either sound or named as faulty."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from mentorship.intake.rules.columns import TABLES
from mentorship.intake.rules.faults import FaultList
from mentorship.intake.rules.judging import judge
from mentorship.intake.rules.rows import rows
from tests.mentorship.intake.exports import DEFAULTS, ENDS_AT, known_people, sheet

COLUMNS = ("slug", "name", "description")
NOISE = st.lists(
    st.sampled_from([b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"a", "é".encode()])
).map(b"".join)
CELLS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=20)


def judged(table, content):
    faults = FaultList(table)
    known = known_people()
    judge(
        io.BytesIO(content),
        TABLES[table],
        known=known,
        faults=faults,
        at=ENDS_AT,
        tell=lambda: None,
    )
    return faults


@settings(max_examples=100, deadline=None)
@given(NOISE)
def test_noise_is_read_to_its_end(noise):
    faults = FaultList("topics.csv")
    source = io.BytesIO(b"slug,name,description\r\n" + noise)

    found = list(rows(source, columns=COLUMNS, faults=faults))

    lines = [row.line for row in found]
    assert lines == sorted(set(lines))
    assert source.tell() == len(source.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5))
def test_what_the_standard_module_writes_comes_back_to_the_letter(table):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *table])
    faults = FaultList("topics.csv")

    source = io.BytesIO(text.getvalue().encode())
    found = list(rows(source, columns=COLUMNS, faults=faults))

    assert faults.count == 0
    assert [tuple(row.cells.values()) for row in found] == table


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(DEFAULTS)), st.data())
def test_no_cell_breaks_the_judge(table, draw):
    column = draw.draw(st.sampled_from(sorted(TABLES[table].forms)))
    kinds = st.sampled_from(
        ["", ";", ":", "-1", "0", "9" * 5_000, "true", "mon 25:99-26:00", "::1"]
    )
    cell = draw.draw(st.one_of(CELLS, kinds, st.from_regex(r"[0-9T:+Z.-]{1,30}", fullmatch=True)))

    faults = judged(table, sheet(table, [{column: cell}]).encode())

    assert all(fault.line in (0, 2, 3) for fault in faults.listed)
