"""What people change about themselves."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from accounts.people.operations import note_seen
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import TopicFactory

pytestmark = pytest.mark.django_db
PAGES = ["", "profile/", "languages/", "clock/", "theme/", "topics/"]


@pytest.fixture
def person(client):
    person = UserFactory(speaks=["sr-Latn", "en"])
    client.force_login(person)
    return person


@pytest.mark.parametrize("page", PAGES)
def test_each_page_opens_and_sends_strangers_to_the_login(client, person, page):
    assert client.get(f"/settings/{page}").status_code == 200
    client.logout()
    response = client.get(f"/settings/{page}")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_languages_keep_the_imported_ones_on_offer_and_the_preferred_first(client, person):
    response = client.post(
        "/settings/languages/", {"languages": ["sr-Latn", "en", "pt-BR"], "preferred": "pt-BR"}
    )

    assert response.status_code == 302
    rows = [(spoken.tag, spoken.base) for spoken in person.languages.all()]
    assert rows == [("pt-BR", "pt"), ("sr-Latn", "sr"), ("en", "en")]


@pytest.mark.parametrize(
    "languages", [[], ["xx"], ["en", "de", "fr", "es", "it", "nl", "sv", "da", "fi"]]
)
def test_languages_are_refused_when_none_unknown_or_too_many(client, person, languages):
    response = client.post("/settings/languages/", {"languages": languages, "preferred": "en"})

    assert response.status_code == 422
    assert person.languages.count() == 2


def test_the_clock_changes_and_refuses_what_is_no_zone(client, person):
    assert client.post("/settings/clock/", {"time_zone": "Asia/Kolkata"}).status_code == 302
    assert client.post("/settings/clock/", {"time_zone": "../etc"}).status_code == 422
    person.refresh_from_db()
    assert person.time_zone == "Asia/Kolkata"


def test_the_theme_is_kept_by_both_of_its_controls(client, person):
    client.post("/settings/theme/", {"theme": "dark"})
    person.refresh_from_db()
    assert person.theme == "dark"

    client.post("/theme/", {"theme": "light", "next": "/settings/"})
    person.refresh_from_db()
    assert person.theme == "light"
    assert 'data-theme="light"' in client.get("/settings/").content.decode()


def test_topics_are_chosen_emptied_and_at_most_four(client, person):
    slugs = [topic.slug for topic in TopicFactory.create_batch(5)]

    assert client.post("/settings/topics/", {"topics": slugs[:2]}).status_code == 302
    assert person.topics_wanted.count() == 2
    assert client.post("/settings/topics/", {"topics": slugs}).status_code == 422
    assert person.topics_wanted.count() == 2
    assert client.post("/settings/topics/", {}).status_code == 302
    assert person.topics_wanted.count() == 0


def test_fields_that_are_not_asked_for_cannot_be_set(client, person):
    client.post(
        "/settings/profile/",
        {
            "display_name": "Fern",
            "avatar": "cup",
            "about": "",
            "band": "teen",
            "is_coordinator": "on",
            "is_staff": "on",
            "verified": "on",
        },
    )

    person.refresh_from_db()
    assert person.display_name == "Fern"
    assert (person.band, person.is_coordinator, person.is_staff, person.verified) == (
        "adult",
        False,
        False,
        False,
    )


def test_being_here_is_noted_at_most_once_in_five_minutes():
    person = UserFactory()

    assert note_seen(user=person, at=NOW)
    assert not note_seen(user=person, at=NOW + timedelta(minutes=4))
    assert note_seen(user=person, at=NOW + timedelta(minutes=6))


def test_a_page_notes_that_somebody_is_here(client, person):
    client.get("/settings/")

    person.refresh_from_db()
    assert timezone.now() - person.last_seen_at < timedelta(minutes=1)


def test_a_closed_account_is_signed_out_at_once(client, person):
    person.is_active = False
    person.save()

    assert client.get("/settings/").status_code == 302


def test_urgent_help_is_shown_to_signed_in_people_while_the_database_is_down(
    client, person, monkeypatch
):
    def gone(*_args, **_kwargs):
        raise OperationalError("the database is down")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", gone)

    response = client.get("/urgent-help/")

    assert response.status_code == 200
