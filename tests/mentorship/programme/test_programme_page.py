"""What mentors are for and how to find one: read by everybody, written by coordinators."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.people.errors import NotAllowed
from config.kit.nouns import Noun
from config.kit.text import ARTICLE_LONGEST, article_to_html
from mentorship.models import ProgrammeVersion
from mentorship.programme.errors import ProgrammeChanged
from mentorship.programme.operations import edit_programme
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE, EDIT = "/programme/", "/coordination/programme/"
WORDS = {"title": "Our mentors", "body": "## Find one\n\nLook at the *list*."}


def edit(actor, seen=0, **words):
    return edit_programme(**(WORDS | words), seen=seen, actor=actor, at=NOW)


def text_of(response):
    return response.content.decode()


def test_a_text_is_there_from_the_start_in_the_nouns_of_the_community(client, settings):
    settings.NOUNS = settings.NOUNS | {
        "mentor": Noun("Supporter", "Supporters"),
        "listener": Noun("Friend", "Friends"),
    }
    page = text_of(client.get(PAGE))

    assert "<h1" in page
    assert "What Supporters are for" in page
    assert "helps Friends grow" in page
    assert "<h2>How to find one</h2>" in page
    assert "mentor " not in page.partition("<main")[2].partition("</main")[0]


def test_a_coordinator_writes_it_and_everybody_reads_it(as_coordinator, client, coordinator):
    response = as_coordinator.post(EDIT, WORDS | {"seen": "0"})
    page = text_of(client.get(PAGE))

    assert response.url == PAGE
    assert "Our mentors</h1>" in page
    assert "<h2>Find one</h2>" in page
    assert "<em>list</em>" in page
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor) == ("edit programme page", coordinator)
    assert entry.facts == {"version": 1, "title": "Our mentors"}


def test_a_preview_shows_the_text_and_saves_nothing(as_coordinator):
    response = as_coordinator.post(EDIT, WORDS | {"seen": "0", "preview": "1"})

    assert response.status_code == 200
    assert "<h2>Find one</h2>" in text_of(response)
    assert "Look at the *list*." in text_of(response)
    assert not ProgrammeVersion.objects.exists()


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_the_words(as_coordinator):
    edit(UserFactory(coordinator=True), title="Their title", body="Their words")

    response = as_coordinator.post(EDIT, {"title": "Mine", "body": "My long words", "seen": "0"})
    page = text_of(response)

    assert response.status_code == 422
    assert str(ProgrammeChanged.message)[:40] in page
    assert "My long words</textarea>" in page
    assert "Their words" in page
    assert ProgrammeVersion.objects.get().title == "Their title"
    assert 'name="seen" id="id_seen" value="1"' in page
    assert as_coordinator.post(EDIT, {"title": "Mine", "body": "Both", "seen": "1"}).url == PAGE
    assert ProgrammeVersion.objects.first().number == 2


def test_the_operation_refuses_others_and_a_text_that_is_no_longer_the_newest(coordinator):
    edit(coordinator)

    with pytest.raises(ProgrammeChanged):
        edit(coordinator, body="Other")
    with pytest.raises(NotAllowed):
        edit(UserFactory(moderator=True), seen=1)
    assert ProgrammeVersion.objects.count() == 1


def test_the_same_words_again_make_no_version(coordinator):
    first = edit(coordinator)

    assert edit(coordinator, seen=1) == first
    assert AuditEntry.objects.count() == 1


def test_an_earlier_text_can_be_taken_up_again(as_coordinator, coordinator):
    edit(coordinator)
    edit(coordinator, seen=1, body="Newer words")

    page = text_of(as_coordinator.get(EDIT, {"version": "1"}))

    assert "Look at the *list*." in page.partition("<textarea")[2].partition("</textarea")[0]
    assert 'value="2"' in page
    assert "version=0" in page


@pytest.mark.parametrize("version", ["9" * 30, "-1", "x", "²", ""])
def test_a_version_that_is_not_there_offers_a_text_all_the_same(as_coordinator, version):
    assert as_coordinator.get(EDIT, {"version": version}).status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        {"title": "", "body": "b"},
        {"title": "t", "body": ""},
        {"title": "t" * 121, "body": "b"},
        {"title": "t", "body": "b" * 8001},
        {"title": "t\0", "body": "kept"},
        {"title": "t", "body": "kept", "seen": str(2**63)},
    ],
)
def test_words_that_do_not_fit_are_refused_and_kept(as_coordinator, words):
    response = as_coordinator.post(EDIT, {"seen": "0"} | words)

    assert response.status_code == 422
    assert words["body"] in text_of(response)
    assert not ProgrammeVersion.objects.exists()


@pytest.mark.parametrize("versions", [1, 3])
def test_pages_cost_the_same_with_any_number_of_versions(
    as_coordinator, client, coordinator, django_assert_num_queries, versions
):
    for seen in range(versions):
        edit(UserFactory(coordinator=True), seen=seen, body=f"words {seen}")

    as_coordinator.get(EDIT)  # the first visit notes that they are here
    with django_assert_num_queries(8):
        as_coordinator.get(EDIT)
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_newcomers_are_led_to_it(client, as_listener):
    assert f'href="{PAGE}"' in text_of(client.get("/")).partition("<footer")[0]
    assert f'href="{PAGE}"' in text_of(as_listener.get("/chats/")).partition("<footer")[0]
    assert f'href="{PAGE}"' in text_of(client.get("/privacy/")).partition("<footer")[2]


def test_markup_of_a_coordinator_stays_text():
    html = article_to_html("# A\n\n### B\n\n<script>x</script> [x](javascript:x) ![i](https://e/)")

    assert html.count("<h2>") == 2
    assert "<script" not in html
    assert "href" not in html.replace('href="https://e/"', "")
    assert "<img" not in html
    assert len(article_to_html("x" * 100_000)) < ARTICLE_LONGEST + 20


def test_only_coordinators_find_the_editor(client, as_listener, as_moderator):
    assert client.get(EDIT).url.startswith(reverse("account_login"))
    assert as_listener.get(EDIT).status_code == 404
    assert as_moderator.post(EDIT, WORDS | {"seen": "0"}).status_code == 404
    assert as_listener.post(PAGE).status_code == 405
