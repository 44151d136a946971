"""An import by page: handed in, read, previewed, confirmed, written; nothing before that."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, User
from accounts.people.errors import NotAllowed
from mentorship.intake.errors import (
    ExportTooLarge,
    ImportUnderWay,
    IsAnArchive,
    NotAnExportFile,
    PlanMovedOn,
    TooManyFiles,
    TwoFilesOfOneTable,
)
from mentorship.intake.operations import (
    cancel,
    confirm,
    hand_in,
    import_community,
    pieces,
    work_on,
)
from mentorship.models import Conversation, ImportedRow, ImportFault, ImportPiece, ImportPlan
from tests.mentorship.intake.exports import ENDS_AT, LEVELS, TOPICS, sheet, write
from tests.mentorship.intake.handing_in import files, handed_in, ready, work

pytestmark = pytest.mark.django_db


def agreed(plan, actor, at=ENDS_AT):
    return confirm(public_id=plan.public_id, actor=actor, at=at)


def test_nothing_is_written_before_it_is_confirmed(coordinator):
    plan = ready(coordinator)

    assert ImportedRow.objects.count() == 0
    assert User.objects.exclude(pk=coordinator.pk).count() == 0
    assert plan.preview["counts"]["listeners"] == {"read": 1, "new": 1, "changed": 0}
    assert plan.preview["examples"]["listeners"] == {"new": ["quiet_fern"], "changed": []}


def test_confirmed_files_are_imported_and_removed(coordinator):
    plan = ready(coordinator)
    agreed(plan, coordinator)

    plan = work(plan)

    assert (plan.state, plan.is_open) == ("done", False)
    assert Conversation.objects.count() == 1
    assert ImportPiece.objects.count() == 0
    assert "All rows are kept." in plan.summary
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["hand in an import", "confirm an import", "import"]


def test_page_and_command_come_to_the_same(coordinator, tmp_path):
    import_community(path=write(tmp_path, mentors=[{}], listeners=[{}], talks=[{}]), at=ENDS_AT)
    plan = ready(coordinator, mentors=[{}], listeners=[{"cheers": "14"}], talks=[{}])

    counts = plan.preview["counts"]
    assert counts["mentors"] == {"read": 1, "new": 0, "changed": 0}
    assert counts["listeners"] == {"read": 1, "new": 0, "changed": 1}
    assert plan.preview["examples"]["listeners"]["changed"] == [["quiet_fern", ["cheers"]]]


def test_faults_name_file_line_and_column_and_nothing_is_kept(coordinator):
    plan = work(handed_in(coordinator, listeners=[{}, {"handle": "b_fern", "time_zone": "Mars"}]))

    assert (plan.state, plan.is_open, plan.fault_count) == ("faulty", False, 2)
    fault = ImportFault.objects.get(column="time_zone")
    assert (fault.file, fault.line) == ("listeners.csv", 3)
    assert ImportPiece.objects.count() == 0
    assert ImportedRow.objects.count() == 0


def test_what_changed_since_the_preview_is_previewed_again(coordinator, tmp_path):
    plan = ready(coordinator)
    agreed(plan, coordinator)
    import_community(path=write(tmp_path, listeners=[{"cheers": "99"}]), at=ENDS_AT)

    plan = work(plan)

    assert (plan.state, plan.read_again, plan.confirmed_by) == ("waiting", True, None)
    assert Conversation.objects.count() == 0
    plan = work(plan)
    assert plan.state == "ready"
    assert plan.preview["counts"]["listeners"] == {"read": 1, "new": 0, "changed": 1}


def test_another_import_in_between_asks_for_a_new_look_even_where_the_numbers_stay(
    coordinator, tmp_path
):
    plan = ready(coordinator)
    agreed(plan, coordinator)
    (tmp_path / "levels.csv").write_text(sheet("levels", LEVELS))
    import_community(path=tmp_path / "levels.csv", at=ENDS_AT)

    assert work(plan).state == "waiting"
    assert Conversation.objects.count() == 0


def test_a_preview_of_other_counts_is_no_agreement(coordinator):
    plan = ready(coordinator)
    agreed(plan, coordinator)
    preview = plan.preview
    preview["counts"]["listeners"]["new"] = 7
    ImportPlan.objects.update(preview=preview)

    assert work(plan).state == "waiting"
    assert ImportedRow.objects.count() == 0


def test_somebody_who_took_the_handle_meanwhile_is_a_fault(coordinator):
    plan = ready(coordinator)
    agreed(plan, coordinator)
    coordinator.username = "quiet_fern"
    coordinator.save()

    assert work(plan).state == "faulty"
    assert ImportedRow.objects.count() == 0


def test_two_at_once_are_refused(coordinator):
    handed_in(coordinator)

    with pytest.raises(ImportUnderWay):
        handed_in(coordinator)

    assert ImportPlan.objects.count() == 1


def test_the_database_itself_lets_one_in(coordinator):
    handed_in(coordinator)

    with pytest.raises(IntegrityError), transaction.atomic():
        ImportPlan.objects.create(handed_in_by=coordinator, handed_in_at=ENDS_AT, files=[])


def upload(name, data=b"slug,name,description\n"):
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        ([upload("holiday.jpg")], NotAnExportFile),
        ([upload("x" * 100 + ".topics.csv")], NotAnExportFile),
        ([upload("topics.csv", b"PK\x03\x04 and more")], IsAnArchive),
        ([upload("export.zip", b"PK\x03\x04 and more")], IsAnArchive),
        ([upload("export.csv.gz", b"\x1f\x8b and more")], IsAnArchive),
        ([upload("topics.csv"), upload("spring.topics.csv")], TwoFilesOfOneTable),
        ([upload("topics.csv")] * 9, TooManyFiles),
    ],
)
def test_files_that_are_no_export_are_refused(coordinator, chosen, refusal):
    with pytest.raises(refusal):
        hand_in(files=chosen, actor=coordinator, at=ENDS_AT)

    assert ImportPlan.objects.count() == 0


def test_more_than_the_page_takes_is_refused(coordinator, monkeypatch):
    monkeypatch.setattr(pieces, "MEGABYTES", 0)

    with pytest.raises(ExportTooLarge):
        handed_in(coordinator)


def test_a_file_in_many_pieces_is_whole_again(coordinator, monkeypatch):
    monkeypatch.setattr("mentorship.intake.operations.plans.PIECE", 7)
    data = sheet("topics", TOPICS).encode()
    large = TemporaryUploadedFile("topics.csv", "text/csv", len(data), "utf-8")
    large.write(data)

    plan = hand_in(files=[large], actor=coordinator, at=ENDS_AT)

    assert ImportPiece.objects.count() == -(-len(data) // 7)
    with pieces.staged(plan) as folder:
        assert (folder / "topics.csv").read_bytes() == data


@pytest.mark.parametrize("act", [confirm, cancel])
def test_only_coordinators_act(act, coordinator, listener):
    plan = ready(coordinator)

    with pytest.raises(NotAllowed):
        act(public_id=plan.public_id, actor=listener, at=ENDS_AT)
    with pytest.raises(NotAllowed):
        hand_in(files=files(), actor=listener, at=ENDS_AT)


def test_a_cancelled_plan_forgets_its_files_and_cannot_be_confirmed(coordinator):
    plan = ready(coordinator)

    cancel(public_id=plan.public_id, actor=coordinator, at=ENDS_AT)

    assert ImportPiece.objects.count() == 0
    with pytest.raises(PlanMovedOn):
        agreed(plan, coordinator)
    assert work_on(plan.pk, now=lambda: ENDS_AT) is False


def test_a_confirmed_plan_is_not_cancelled(coordinator):
    plan = ready(coordinator)
    agreed(plan, coordinator)

    with pytest.raises(PlanMovedOn):
        cancel(public_id=plan.public_id, actor=coordinator, at=ENDS_AT)


def test_the_fault_list_is_safe_to_open(as_coordinator, coordinator):
    plan = work(handed_in(coordinator, listeners=[{"time_zone": "=1+1"}]))
    ImportFault.objects.update(file="=cmd.listeners.csv")

    response = as_coordinator.get(f"{plan.get_absolute_url()}faults.csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(text)))
    assert header == ["File", "Line", "Column", "What is wrong"]
    assert row[:3] == ["'=cmd.listeners.csv", "2", "time_zone"]
    assert AuditEntry.objects.filter(act="export").count() == 1
