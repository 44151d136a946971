"""Every malformed variant is answered as its table says, and leaves nothing behind."""

import dataclasses
import json
from copy import deepcopy
from pathlib import Path

import pytest

from accounts.models import User
from mentorship.intake.errors import ExportRefused
from mentorship.intake.operations import import_community
from mentorship.intake.rules.columns import TABLES
from mentorship.intake.rules.faults import FaultList
from mentorship.intake.rules.judging import judge
from mentorship.intake.rules.known import Known
from mentorship.models import Conversation, ImportedRow, ImportRun, MentorProfile
from tests.mentorship.intake.exports import ENDS_AT, LISTENER, SMALL, sheet

BAD = Path(__file__).resolve().parents[2] / "data" / "bad"
CASES = json.loads((BAD / "expected.json").read_text(encoding="utf-8"))
SEVERAL_LINES = {
    "15-cheers-nan.listeners.csv": [3, 4, 5],
    "23-stars-out-of-range.reviews.csv": [2, 4],
    "26-capacity-out-of-range.mentors.csv": [2, 4],
}
FACTS = {
    "04": "UTF-16; please export it as UTF-8",
    "05": "is not UTF-8 (byte EB)",
    "06": "display_name holds a NUL byte",
    "07": "9 cells where 12 are expected",
    "08": "12 cells where 11 are expected",
    "09": "the quote opened on line 3 is never closed",
    "10": "repeats the handle of line 2",
    "11": "that handle belongs to a mentor",
    "12": "unknown time_zone Mars/Olympus",
    "13": "cheers must be 0 or more",
    "14": "cheers must be 2,000,000,000 at most",
    "15": "cheers must be a whole number",
    "16": "age_band must be adult or teen",
    "17": "first_reply_at is before requested_at",
    "18": "requested_at needs an offset",
    "19": "requested_at is not a date",
    "20": "this mentor is not cleared for teens",
    "21": "no mentor with this handle",
    "22": "no talk t8888888",
    "23": "stars must be 1 to 5",
    "24": "repeats the talk of line 2",
    "25": "only adults hold a clearance",
    "26": "capacity must be 1 to 10",
    "27": "fri 21:00-19:00 ends before it starts",
    "28": "unknown topic knitting",
    "31": "about is longer than 2,000 characters",
    "32": "the file is empty",
    "34": "divided by semicolons; commas are expected",
    "36": "lacks the column cheers",
    "38": "names cheers twice",
    "39": "this is a zip archive; please unpack it first",
    "40": "cheers must be a whole number",
}
STORED = {"33-header-only.listeners.csv": 0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The variants; the one of two megabytes is made here."""
    made = tmp_path_factory.mktemp("bad")
    for path in BAD.glob("*.csv"):
        (made / path.name).write_bytes(path.read_bytes())
    long = {"handle": "long_winded", "email": "l@example.org", "about": "tea and talk, " * 142_857}
    rows = [{"handle": "first_one", "email": "f@example.org"}, long, LISTENER]
    (made / "31-two-megabyte-cell.listeners.csv").write_text(sheet("listeners", rows))
    return made


@pytest.fixture(scope="module")
def of_small():
    """What is known once the small community was imported."""
    known = Known()
    for name, table in TABLES.items():
        faults = FaultList(name)
        with (SMALL / f"{name}.csv").open("rb") as source:
            judge(source, table, known=known, faults=faults, at=ENDS_AT, tell=lambda: None)
        assert faults.count == 0
    return known


def imported_before(known):
    """As much as that, as an earlier import would have brought it."""
    copy = Known()
    copy.slugs, copy.levels, copy.newest = deepcopy(known.slugs), dict(known.levels), known.newest
    for rows, copied in ((known.people, copy.people), (known.talks, copy.talks)):
        for key, row in rows.items():
            copied[key] = dataclasses.replace(row, line=0)
    return copy


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_the_rules_name_every_faulty_line_and_nothing_else(case, folder, of_small):
    faults = FaultList(case["file"])
    with (folder / case["file"]).open("rb") as source:
        judge(
            source,
            TABLES[case["table"]],
            known=imported_before(of_small),
            faults=faults,
            at=ENDS_AT,
            tell=lambda: None,
        )

    lines = SEVERAL_LINES.get(case["file"], [case["line"] or 0])
    assert [fault.line for fault in faults.listed] == (lines if case["verdict"] == "refuse" else [])
    fact = FACTS.get(case["file"][:2], "")
    assert all(fact in str(fault) for fault in faults.listed)


def kept():
    return (
        ImportedRow.objects.count(),
        ImportRun.objects.count(),
        User.objects.count(),
        MentorProfile.objects.count(),
        Conversation.objects.count(),
    )


@pytest.mark.django_db
def test_a_refused_file_stores_nothing(folder, subtests):
    import_community(path=SMALL, at=ENDS_AT)
    before = kept()

    for case in (case for case in CASES if case["verdict"] == "refuse"):
        with subtests.test(case["file"]):
            with pytest.raises(ExportRefused) as refusal:
                import_community(path=folder / case["file"], at=ENDS_AT)
            assert [faults.file for faults in refusal.value.faults] == [case["file"]]
            assert kept() == before


@pytest.mark.django_db
def test_an_accepted_file_stores_its_rows(folder, subtests):
    import_community(path=SMALL, at=ENDS_AT)
    accepted = [case["file"] for case in CASES if case["verdict"] == "accept"]

    # The accepted variants hold the same five people: the first brings them, the others agree.
    for file in accepted:
        with subtests.test(file):
            summary = import_community(path=folder / file, at=ENDS_AT)
            assert summary.counts["listeners"].read == STORED.get(file, 5)
    assert ImportedRow.objects.filter(table="listeners").count() == 125
    assert User.objects.count() == 149


@pytest.mark.django_db
def test_the_answer_to_a_header_says_that_no_row_was_stored(folder):
    import_community(path=SMALL, at=ENDS_AT)

    summary = import_community(path=folder / "33-header-only.listeners.csv", at=ENDS_AT)

    assert "listeners: 0 rows stored (0 new, 0 changed)" in list(summary.lines())


@pytest.mark.django_db
def test_a_note_names_the_column_that_was_left_out(folder):
    import_community(path=SMALL, at=ENDS_AT)

    summary = import_community(path=folder / "35-extra-column.listeners.csv", at=ENDS_AT)

    assert any("shoe_size" in note for note in summary.notes)
    assert "shoe_size" not in ImportedRow.objects.filter(table="listeners").last().cells


@pytest.mark.django_db
def test_formulas_and_markup_are_kept_to_the_letter(folder):
    import_community(path=SMALL, at=ENDS_AT)

    import_community(path=folder / "29-formula-cells.listeners.csv", at=ENDS_AT)
    names = set(User.objects.values_list("display_name", flat=True))
    assert {'=HYPERLINK("https://example.org","tea")', "+1 for kindness"} <= names

    import_community(path=folder / "30-markup-cells.listeners.csv", at=ENDS_AT)
    assert User.objects.filter(display_name="<b>Bee</b>").exists()
    assert User.objects.filter(about="{{ 7|add:7 }} {% now 'Y' %}").exists()
