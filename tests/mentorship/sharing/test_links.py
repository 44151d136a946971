"""Links of one's own and of the host: who has one, where it leads, and what its owner sees."""

import re
from html import unescape

import pytest
from django.urls import reverse

from accounts.people.errors import NotAllowed
from config.kit.nouns import Noun
from mentorship.models import Arrival, Source
from mentorship.sharing.errors import CodeIsTaken
from mentorship.sharing.operations import declare_source, give_link
from mentorship.sharing.pages.links import snippets
from mentorship.sharing.rules import is_code
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, SourceFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    return MentorProfileFactory()


@pytest.fixture
def as_mentor(sign_in, mentor):
    return sign_in(mentor.user)


def address(response):
    return unescape(re.search(r'id="own-link" value="([^"]*)"', response.content.decode())[1])


def own(client, **query):
    return client.get(reverse("sharing:own-link"), query)


def test_a_mark_of_a_person_is_drawn_by_lot_and_made_once():
    first, second = UserFactory(), UserFactory()

    links = [give_link(person=person, actor=person, at=NOW) for person in (first, second, first)]

    assert links[0] == links[2]
    assert links[0].code != links[1].code
    assert all(is_code(link.code) and len(link.code) == 10 for link in links)
    assert first.username not in links[0].code


@pytest.mark.parametrize("code", ["frame", "badge", "taken"])
def test_a_mark_belongs_to_one_link(coordinator, code):
    SourceFactory(code="taken")

    with pytest.raises(CodeIsTaken):
        declare_source(code=code, name="Again", actor=coordinator, at=NOW)


def test_only_coordinators_declare_links(moderator):
    with pytest.raises(NotAllowed):
        declare_source(code="after-chat", name="After", actor=moderator, at=NOW)


def test_a_mentor_makes_their_link_by_pressing_a_button(as_mentor, mentor):
    before = own(as_mentor)
    as_mentor.post(reverse("sharing:own-link"))

    code = Source.objects.get(owner=mentor.user).code
    assert "Make my link" in before.content.decode()
    assert address(own(as_mentor)) == (
        f"http://testserver/ask/?mentor={mentor.user.username}&from={code}"
    )


def test_the_link_may_lead_to_a_topic_or_to_anybody(as_mentor, mentor):
    code = give_link(person=mentor.user, actor=mentor.user, at=NOW).code
    TopicFactory(slug="grief")

    response = own(as_mentor, topic="grief", to="anybody")

    assert address(response) == f"http://testserver/ask/?topic=grief&from={code}"


def test_who_welcomes_others_gets_a_link_from_a_coordinator(as_coordinator, as_listener, listener):
    before = own(as_listener).status_code
    given = as_coordinator.post(reverse("sharing:give-link"), {"handle": listener.username})

    code = Source.objects.get(owner=listener).code
    assert (before, given.status_code) == (404, 302)
    assert address(own(as_listener)) == f"http://testserver/ask/?from={code}"


def test_nobody_by_that_handle_is_said_kindly_and_the_handle_kept(as_coordinator):
    response = as_coordinator.post(reverse("sharing:give-link"), {"handle": "nobody_here"})

    assert response.status_code == 422
    assert "Nobody who signs in here has this handle." in response.content.decode()
    assert 'value="nobody_here"' in response.content.decode()


def test_the_owner_sees_numbers_and_never_who(as_mentor, mentor):
    link = give_link(person=mentor.user, actor=mentor.user, at=NOW)
    guest = UserFactory(display_name="Quiet Guest")
    Arrival.objects.create(source=link, person=guest, arrived_at=NOW)

    text = own(as_mentor).content.decode()

    assert re.findall(r"<dd>(\d+)", text) == ["1", "1", "0", "0"]
    assert "Quiet Guest" not in text


def test_a_coordinator_declares_a_link(as_coordinator):
    words = {"name": "After a hard chat", "code": "After-Chat"}

    response = as_coordinator.post(reverse("sharing:sources"), words, follow=True)

    assert "http://testserver/ask/?from=after-chat" in response.content.decode()
    assert "After a hard chat" in response.content.decode()


@pytest.mark.parametrize("code", ["a", "1st", "with space", "ünder", "x" * 25, "frame"])
def test_another_mark_is_refused_and_the_words_kept(as_coordinator, code):
    words = {"name": "After a hard chat", "code": code}

    response = as_coordinator.post(reverse("sharing:sources"), words)

    assert response.status_code == 422
    assert 'value="After a hard chat"' in response.content.decode()
    assert Source.objects.count() == 0


def test_without_a_link_the_list_says_what_to_do(as_coordinator):
    text = as_coordinator.get(reverse("sharing:sources")).content.decode()

    assert "No link is shared yet" in text


@pytest.mark.parametrize("links", [1, 3, 300])
def test_the_list_costs_the_same_for_any_number_of_links(
    as_coordinator, links, django_assert_max_num_queries
):
    for number in range(links):
        SourceFactory(owner=UserFactory() if number % 2 else None)
    as_coordinator.get(reverse("sharing:sources"))

    with django_assert_max_num_queries(9):
        response = as_coordinator.get(reverse("sharing:sources"))

    assert response.content.decode().count('<th scope="row"') == min(links, 24)


def test_html_to_copy_names_the_site_and_can_break_nothing(settings):
    settings.NOUNS = settings.NOUNS | {"mentor": Noun('"Guide"', "<Guides>", "a")}

    ready = snippets("https://queue.example.org")

    assert '<a href="https://queue.example.org/ask/?from=after-chat">' in ready["ask_html"]
    assert 'src="https://queue.example.org/embed/queue/"' in ready["frame_html"]
    assert 'src="https://queue.example.org/badge/here-now.svg"' in ready["badge_html"]
    assert "<Guides>" not in ready["frame_html"]
    assert "&quot;Guide&quot;" in ready["ask_html"]


def test_the_page_shows_the_html_as_text(as_coordinator, settings):
    settings.EMBED_ORIGINS = ["https://chat.example.org"]

    text = as_coordinator.get(reverse("sharing:host")).content.decode()

    assert "&lt;iframe src=&quot;http://testserver/embed/queue/&quot;" in text
    assert "<iframe" not in text


def test_while_the_frame_is_off_the_page_says_what_to_do(as_coordinator, settings):
    settings.EMBED_ORIGINS = []

    text = as_coordinator.get(reverse("sharing:host")).content.decode()

    assert "EMBED_ORIGINS" in text
    assert "iframe" not in text


def test_the_frame_and_the_badge_are_called_by_what_they_are(as_coordinator):
    SourceFactory(code="badge")

    text = as_coordinator.get(reverse("sharing:sources")).content.decode()

    assert "The badge in forum posts" in text
    assert "/ask/?from=badge" in text


def test_the_mark_of_a_persons_link_is_shown_to_nobody_else(as_coordinator, mentor):
    link = give_link(person=mentor.user, actor=mentor.user, at=NOW)

    page = as_coordinator.get(reverse("sharing:sources")).content.decode()
    sheet = as_coordinator.get(reverse("sharing:sources-sheet"))

    assert link.code not in page
    assert link.code not in b"".join(sheet.streaming_content).decode()
