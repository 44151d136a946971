"""Every list of a coordinator can be taken along: what it shows, narrowed alike, and recorded."""

import csv
import io
import re

import pytest

from accounts.models import AuditEntry, User
from mentorship.models import Banner, ImportPlan, MentorApplication, ProgrammeVersion, Source
from mentorship.profiles.operations import refresh_search_text
from tests.factories.accounts import NOW, UserFactory
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db

LISTS = {
    "/coordination/mentors/": "/coordination/mentors.csv",
    "/coordination/applications/": "/coordination/applications.csv",
    "/coordination/roles/": "/coordination/roles.csv",
    "/coordination/imports/": "/coordination/imports.csv",
    "/coordination/banner/": "/coordination/banners.csv",
    "/coordination/sources/": "/coordination/sources.csv",
    "/coordination/programme/": "/coordination/programme.csv",
    "/coordination/mentors/calm_brook/": "/coordination/mentors/calm_brook/record.csv",
}


@pytest.fixture
def somebody(coordinator):
    """One row in each list."""
    person = UserFactory(username="calm_brook", display_name="=Calm Brook")
    MentorProfileFactory(user=person)
    MentorApplication.objects.create(user=UserFactory(), headline="x", why="y", submitted_at=NOW)
    ImportPlan.objects.create(
        handed_in_by=coordinator, handed_in_at=NOW, files=[], state="done", is_open=False
    )
    Banner.objects.create(
        text="Hello", from_at=NOW, until_at=NOW.replace(year=2099), made_by=coordinator, made_at=NOW
    )
    Source.objects.create(code="bcdfghjkmn", owner=person, made_at=NOW)
    ProgrammeVersion.objects.create(
        number=1, title="Ours", body="Words.", written_by=coordinator, written_at=NOW
    )
    about_them = {"actor": coordinator, "subject": person, "target": "x", "at": NOW}
    AuditEntry.objects.create(act="pause role", **about_them)
    AuditEntry.objects.create(act="decide report", reason="Unkind words", **about_them)
    refresh_search_text()
    return person


def rows(client, path):
    response = client.get(path)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(("page", "path"), LISTS.items())
def test_each_list_is_offered_and_recorded(as_coordinator, somebody, page, path):
    assert path in as_coordinator.get(page).content.decode()

    header, *found = rows(as_coordinator, path)

    assert all(header)
    assert len(found) == 1
    assert len(found[0]) == len(header)
    assert AuditEntry.objects.filter(act="export").count() == 1


@pytest.mark.parametrize(("page", "path"), LISTS.items())
def test_the_way_to_a_list_is_a_plain_link(as_coordinator, somebody, page, path):
    """With `download` a browser would keep the page that asks for the password as the file."""
    text = as_coordinator.get(page).content.decode()

    (link,) = re.findall(rf'<a [^>]*href="{re.escape(path)}[^>]*>', text)
    assert " download" not in link


def test_no_address_leaves_with_a_list(as_coordinator, somebody):
    addresses = set(User.objects.values_list("email", flat=True))

    written = {
        cell for path in LISTS.values() for row in rows(as_coordinator, path) for cell in row
    }

    assert "@" not in "".join(written)
    assert not addresses & written


@pytest.mark.parametrize("path", ["", "record.csv"])
def test_what_moderators_decided_about_a_mentor_is_not_theirs_to_read(
    as_coordinator, somebody, path
):
    response = as_coordinator.get(f"/coordination/mentors/calm_brook/{path}")
    text = b"".join(response).decode()

    assert "pause role" in text
    assert "decide report" not in text
    assert "Unkind words" not in text


def test_names_are_no_formulas(as_coordinator, somebody):
    assert rows(as_coordinator, "/coordination/mentors.csv")[1][:2] == [
        "'=Calm Brook",
        "calm_brook",
    ]


@pytest.mark.parametrize(("words", "found"), [("calm", 1), ("nobody", 0)])
def test_a_sheet_is_narrowed_as_its_page(as_coordinator, somebody, words, found):
    page = as_coordinator.get(f"/coordination/mentors/?q={words}").content.decode()
    assert (f"/coordination/mentors.csv?q={words}" in page) is bool(found)

    assert len(rows(as_coordinator, f"/coordination/mentors.csv?q={words}")) == 1 + found
    assert AuditEntry.objects.get(act="export").facts == {"q": words}


@pytest.mark.parametrize("count", [1, 3, 300])
def test_a_sheet_costs_the_same_for_any_number(
    as_coordinator, django_assert_max_num_queries, count
):
    MentorProfileFactory.create_batch(count)
    as_coordinator.get("/urgent-help/")

    with django_assert_max_num_queries(8):
        assert len(rows(as_coordinator, "/coordination/mentors.csv")) == 1 + count
