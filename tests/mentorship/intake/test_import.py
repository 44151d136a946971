"""An export becomes people and mentors, and every row of it is kept."""

from datetime import UTC, datetime

import pytest
from allauth.account.utils import filter_users_by_email
from django.core import mail
from django.urls import reverse

from accounts.models import Clearance, User
from mentorship.intake.errors import ExportRefused
from mentorship.intake.operations import import_community
from mentorship.models import ImportedRow, ImportRun, MentorProfile
from tests.factories.accounts import UserFactory
from tests.mentorship.intake.exports import (
    ENDS_AT,
    SMALL,
    community,
    write,
)

pytestmark = pytest.mark.django_db


def test_imported_people_sleep_without_a_password(tmp_path):
    community(tmp_path)

    listener = User.objects.get(username="quiet_fern")
    assert listener.is_dormant
    assert not listener.has_usable_password()
    assert listener.imported_at == ENDS_AT
    assert (listener.band, listener.verified, listener.about) == ("adult", False, "New here.")
    assert [spoken.tag for spoken in listener.languages.all()] == ["en"]
    assert [wanted.topic.slug for wanted in listener.topics_wanted.all()] == ["grief"]
    assert mail.outbox == []


def test_names_are_kept_to_the_letter(tmp_path):
    name = "\u202eevil\u202c  Zo\u0065\u0308 👩‍👩‍👧"
    community(tmp_path, listeners=[{"display_name": name}])

    assert User.objects.get(username="quiet_fern").display_name == name


def test_an_address_is_found_by_sign_in_however_the_export_writes_it(tmp_path):
    community(tmp_path, listeners=[{"email": "Quiet.Fern@Example.org"}])

    listener = User.objects.get(username="quiet_fern")
    assert listener.email == "quiet.fern@example.org"
    assert filter_users_by_email("QUIET.fern@example.org") == [listener]
    row = ImportedRow.objects.get(table="listeners", key="quiet_fern")
    assert row.cells["email"] == "Quiet.Fern@Example.org"


def test_a_mentor_is_approved_from_the_day_they_joined(tmp_path):
    community(tmp_path)

    mentor = MentorProfile.objects.get(user__username="HarbourLight")
    assert mentor.user.verified
    assert mentor.user.name_is_protected
    assert mentor.approved_at == datetime(2024, 8, 23, 0, 0, tzinfo=UTC)
    assert (mentor.state, mentor.accepting, mentor.capacity) == ("approved", True, 3)
    assert [spoken.base for spoken in mentor.user.languages.all()] == ["en", "es"]
    strengths = [(known.topic.slug, known.strength) for known in mentor.strengths.all()]
    assert strengths == [("grief", 1.0), ("first-chats", 0.5)]
    windows = [(hours.weekday, hours.starts, hours.ends) for hours in mentor.weekly_hours.all()]
    assert windows == [(0, 1080, 1200), (6, 1320, 1440)]
    assert [track.slug for track in mentor.tracks.all()] == ["chat-support"]
    assert [met.text for met in mentor.situations.all()] == [
        "A member goes silent.",
        "A hard night.",
    ]
    assert mentor.style_open_structured == 3
    assert mentor.opens_at is not None
    assert "harbour light" in mentor.search_text


def test_a_mentor_who_stepped_back_does_not_accept(tmp_path):
    community(tmp_path, mentors=[{"weekly_sessions": "0", "weekly_hours": ""}])

    assert not MentorProfile.objects.get().accepting


def test_a_clearance_lasts_to_its_last_day(tmp_path):
    community(tmp_path, mentors=[{"teen_cleared_until": "2027-05-01"}])

    assert [str(row.cleared_until) for row in Clearance.objects.all()] == ["2027-05-01"]


def test_a_page_shows_markup_as_characters(tmp_path, sign_in):
    words = {"display_name": "<b>Bee</b>", "about": "<script>alert(1)</script>\n{{ 7|add:7 }}"}
    community(tmp_path, mentors=[words])
    User.objects.filter(username="HarbourLight").update(woken_at=ENDS_AT)

    address = reverse("profiles:profile", args=["HarbourLight"])
    page = sign_in(UserFactory()).get(address).content.decode()

    assert "&lt;b&gt;Bee&lt;/b&gt;" in page
    assert "<b>Bee" not in page
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page


def test_every_row_of_every_table_is_kept_as_it_came():
    summary = import_community(path=SMALL, at=ENDS_AT)

    tables = ImportedRow.objects.values_list("table", flat=True)
    counts = {table: list(tables).count(table) for table in set(tables)}
    assert counts == {
        "levels": 7,
        "topics": 30,
        "tracks": 8,
        "mentors": 24,
        "listeners": 120,
        "talks": 400,
        "reviews": 132,
        "assessments": 82,
    }
    assert summary.waiting == ["levels", "reviews", "assessments"]
    row = ImportedRow.objects.get(table="listeners", key="cosychorus87")
    assert row.cells["cheers"] == "7590"
    assert row.imported_at == ENDS_AT


def test_a_dry_run_stores_nothing(tmp_path):
    folder = write(tmp_path, mentors=[{}], listeners=[{}], talks=[{}])

    summary = import_community(path=folder, at=ENDS_AT, dry_run=True)

    assert summary.counts["talks"].new == 1
    assert "Dry run: nothing was stored." in list(summary.lines())
    assert User.objects.count() == ImportedRow.objects.count() == ImportRun.objects.count() == 0


def test_one_fault_in_one_file_stores_nothing_of_all(tmp_path):
    with pytest.raises(ExportRefused):
        community(tmp_path, talks=[{"minutes": "-1"}])

    assert User.objects.count() == ImportedRow.objects.count() == 0
