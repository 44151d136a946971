"""A later export writes only what it changed, and touches nobody who signed up here."""

from datetime import timedelta
from pathlib import Path

import pytest

from accounts.models import Clearance, User
from mentorship.intake.errors import (
    CannotBeRead,
    ChangedMeanwhile,
    ExportRefused,
    NothingToImport,
    TwoFilesOfOneTable,
)
from mentorship.intake.operations import import_community, run
from mentorship.models import Conversation, ImportedRow, ImportRun, MentorProfile
from tests.factories.accounts import UserFactory
from tests.mentorship.intake.exports import (
    ENDS_AT,
    SMALL,
    WAITING,
    community,
    sheet,
    take_in,
    write,
)

pytestmark = pytest.mark.django_db


def sentences(refusal):
    return [fault.sentence for faults in refusal.value.faults for fault in faults.listed]


def test_the_same_export_twice_changes_nothing(tmp_path):
    import_community(path=SMALL, at=ENDS_AT)
    people = list(User.objects.order_by("pk").values())
    talks = list(Conversation.objects.order_by("pk").values())

    summary = import_community(path=SMALL, at=ENDS_AT + timedelta(days=1))

    assert sum(count.new + count.changed for count in summary.counts.values()) == 0
    assert list(User.objects.order_by("pk").values()) == people
    assert list(Conversation.objects.order_by("pk").values()) == talks


def test_what_a_person_changed_here_stays(tmp_path):
    community(tmp_path)
    MentorProfile.objects.update(headline="My own words.", capacity=9, accepting=False)
    User.objects.filter(username="quiet_fern").update(display_name="Fern")

    community(tmp_path, mentors=[{"about": "New about."}], listeners=[{"cheers": "99"}])

    mentor = MentorProfile.objects.get()
    assert (mentor.headline, mentor.capacity, mentor.accepting) == ("My own words.", 9, False)
    assert mentor.about == "New about."
    assert User.objects.get(username="quiet_fern").display_name == "Fern"
    assert ImportedRow.objects.get(table="listeners").cells["cheers"] == "99"


def test_a_changed_cell_is_written(tmp_path):
    community(tmp_path)

    mentor = {
        "capacity": "5",
        "topics": "first-chats:1",
        "tracks": "chat-support;quality",
        "weekly_hours": "",
        "weekly_sessions": "0",
        "situations": "",
        "languages": "en",
        "teen_cleared_until": "2027-01-31",
    }
    listener = {"display_name": "Fern", "verified": "true", "topics_wanted": "", "languages": "en"}
    community(tmp_path, mentors=[mentor], listeners=[listener])

    mentor = MentorProfile.objects.get()
    assert (mentor.capacity, mentor.accepting, mentor.weekly_hours.count()) == (5, False, 0)
    assert [known.topic.slug for known in mentor.strengths.all()] == ["first-chats"]
    assert mentor.tracks.count() == 2
    assert Clearance.objects.in_force(at=ENDS_AT).count() == 1
    listener = User.objects.get(username="quiet_fern")
    assert (listener.display_name, listener.verified) == ("Fern", True)
    assert listener.topics_wanted.count() == 0


def test_a_new_day_of_clearance_replaces_the_imported_one(tmp_path):
    community(tmp_path, mentors=[{"teen_cleared_until": "2027-05-01"}])

    community(tmp_path, mentors=[{"teen_cleared_until": ""}])

    assert Clearance.objects.in_force(at=ENDS_AT).count() == 0


def test_people_missing_from_a_later_export_are_left_alone(tmp_path):
    community(tmp_path)

    community(
        tmp_path,
        listeners=[{"handle": "other_one", "email": "other@example.org"}],
        mentors=[],
        talks=[],
    )

    assert User.objects.get(username="quiet_fern").is_active
    assert MentorProfile.objects.get().state == "approved"


def test_a_woken_person_keeps_their_own_address_and_age(tmp_path):
    community(tmp_path)
    User.objects.filter(username="quiet_fern").update(
        woken_at=ENDS_AT, band_confirmed_at=ENDS_AT, email="mine@example.org"
    )

    community(tmp_path, listeners=[{"email": "theirs@example.org", "age_band": "teen"}], talks=[])

    listener = User.objects.get(username="quiet_fern")
    assert (listener.email, listener.band) == ("mine@example.org", "adult")


def test_a_sighting_here_outlasts_an_older_one_there(tmp_path):
    community(tmp_path)
    User.objects.filter(username="quiet_fern").update(last_seen_at=ENDS_AT)

    community(tmp_path, listeners=[{"last_seen_at": "2026-10-05T07:05:00+00:00"}])

    assert User.objects.get(username="quiet_fern").last_seen_at == ENDS_AT


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"handle": "LOCAL"}, "that handle belongs to somebody who signed up here"),
        ({"email": "Local@Example.org"}, "email belongs to somebody who signed up here"),
    ],
)
def test_who_signed_up_here_is_not_touched(tmp_path, row, sentence):
    UserFactory(username="local", email="local@example.org")

    with pytest.raises(ExportRefused) as refusal:
        community(tmp_path, listeners=[row], talks=[])

    assert sentences(refusal) == [sentence]


def test_a_talk_alone_is_held_against_earlier_imports(tmp_path):
    community(tmp_path, talks=[WAITING])

    with pytest.raises(ExportRefused) as refusal:
        take_in(tmp_path / "later", talks=[WAITING | {"id": "t9000002"}])

    assert sentences(refusal) == ["this pair already has a living talk, t9000001"]


def test_two_people_may_exchange_their_addresses(tmp_path):
    first, second = {"handle": "one"}, {"handle": "two"}
    emails = [{"email": "a@example.org"}, {"email": "b@example.org"}]
    take_in(tmp_path, listeners=[first | emails[0], second | emails[1]])

    take_in(tmp_path, listeners=[first | emails[1], second | emails[0]])

    assert User.objects.get(username="one").email == "b@example.org"
    assert User.objects.get(username="two").email == "a@example.org"


def test_an_address_belongs_to_one_person(tmp_path):
    community(tmp_path, talks=[])
    rows = [{"handle": "one"}, {"handle": "two"}, {"handle": "three", "email": "x@example.org"}]
    rows.append({"handle": "four", "email": "X@example.org"})

    with pytest.raises(ExportRefused) as refusal:
        take_in(tmp_path / "later", listeners=rows)

    assert [fault.line for faults in refusal.value.faults for fault in faults.listed] == [2, 3, 5]
    assert sentences(refusal) == [
        "email belongs to somebody else",
        "email belongs to somebody else",
        "repeats the email of line 4",
    ]


def test_two_people_may_not_take_an_address_that_its_owner_gives_up(tmp_path):
    owner, *others = ({"handle": handle} for handle in ("one", "two", "three"))
    addresses = [{"email": f"{letter}@example.org"} for letter in "abc"]
    people = (owner, *others)
    take_in(tmp_path, listeners=[who | at for who, at in zip(people, addresses, strict=True)])

    rows = [*(other | addresses[0] for other in reversed(others)), owner | addresses[1]]
    with pytest.raises(ExportRefused) as refusal:
        take_in(tmp_path / "later", listeners=rows)

    assert sentences(refusal) == ["repeats the email of line 2"]
    assert [fault.line for faults in refusal.value.faults for fault in faults.listed] == [3]


def test_a_path_without_an_export_is_refused(tmp_path):
    (tmp_path / "notes.csv").write_text("a,b\n")

    for path in (tmp_path, tmp_path / "notes.csv", tmp_path / "nowhere"):
        with pytest.raises(NothingToImport):
            import_community(path=path, at=ENDS_AT)


def test_a_file_that_cannot_be_opened_is_named(tmp_path, monkeypatch):
    folder = write(tmp_path)

    def refuse(path, *_arguments):
        raise PermissionError(path)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(CannotBeRead, match=r"topics\.csv cannot be read"):
        import_community(path=folder, at=ENDS_AT)


def test_two_files_of_one_table_are_refused(tmp_path):
    for name in ("spring.topics.csv", "topics.csv"):
        (tmp_path / name).write_text(sheet("topics", []))

    with pytest.raises(TwoFilesOfOneTable):
        import_community(path=tmp_path, at=ENDS_AT)


def test_one_file_is_read_as_the_table_its_name_ends_with(tmp_path):
    community(tmp_path)
    file = tmp_path / "spring.listeners.csv"
    file.write_text(sheet("listeners", [{"handle": "spring_one", "email": "s@example.org"}]))

    summary = import_community(path=file, at=ENDS_AT)

    assert list(summary.counts) == ["listeners"]
    assert User.objects.filter(username="spring_one").exists()


# Something else happens meanwhile


@pytest.mark.parametrize("meanwhile", ["import", "sign-up", "file"])
def test_what_changes_while_an_export_is_read_stops_it(tmp_path, monkeypatch, meanwhile):
    folder = write(tmp_path / "export", listeners=[{}])
    judge = run._judge

    def judge_slowly(export, *, at):
        notes = judge(export, at=at)
        if meanwhile == "import":
            ImportRun.objects.create(source="another", at=at)
        elif meanwhile == "sign-up":
            UserFactory(username="Quiet_Fern")
        else:
            with (folder / "listeners.csv").open("a") as file:
                file.write("one,row,more")
        return notes

    monkeypatch.setattr(run, "_judge", judge_slowly)
    with pytest.raises(ChangedMeanwhile):
        import_community(path=folder, at=ENDS_AT)

    assert not ImportedRow.objects.filter(key="quiet_fern").exists()
