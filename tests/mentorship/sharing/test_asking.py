"""Who comes by a link finds a first message to one mentor, or three who have room."""

import re
import uuid
from html import unescape
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from mentorship.models import Conversation, Draft, MentorProfile
from mentorship.sharing.rules import Asked
from tests.accounts.test_sign_up import SIGN_UP, answers, code_of
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import (
    ConversationFactory,
    SourceFactory,
    TopicFactory,
    TopicStrengthFactory,
)
from tests.mentorship.queue.people import here, key, later, soon

pytestmark = pytest.mark.django_db

ASK = "/ask/"


def offered(response):
    return re.findall(r'name="mentor" value="([^"]+)"', response.content.decode())


def line(response):
    return re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", response.content.decode())[1]


def note(to, **changed):
    words = {"mentor": key(to), "body": "Hi, I am new.", "client_id": str(uuid.uuid4())}
    return words | changed


def handle(mentor):
    return mentor.user.username


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ({"topic": "grief", "mentor": "Oak_1", "from": "after-chat"}, "grief Oak_1 after-chat"),
        ({"topic": "a b", "mentor": "x", "from": "UPPER"}, "  "),
        ({"topic": "x" * 41, "mentor": "1abc", "from": "-chat"}, "  "),
        ({"topic": "gr\0ief", "mentor": "a\0bc", "from": "a\0b"}, "  "),
        ({}, "  "),
    ],
)
def test_what_an_address_cannot_mean_counts_as_not_said(query, read):
    asked = Asked.from_query(query)

    assert f"{asked.topic} {asked.mentor} {asked.source}" == read


def test_the_mentor_and_the_topic_are_chosen_and_named(as_listener):
    wanted = later(user=UserFactory(display_name="Harbour Light"))
    here()
    TopicFactory(slug="grief", name="Grief")

    response = as_listener.get(ASK, {"mentor": handle(wanted).upper(), "topic": "grief"})

    assert offered(response) == [key(wanted)]
    assert line(response) == "Hi Harbour Light, I would like to talk about this: Grief."


def test_without_a_mentor_those_who_know_the_topic_come_first(as_listener):
    fourth, third, second = later(), soon(), here()
    first = later()
    TopicStrengthFactory(profile=first, topic=TopicFactory(slug="grief", name="Grief"))

    response = as_listener.get(ASK, {"topic": "grief"})

    assert offered(response) == [key(first), key(second), key(third)]
    assert key(fourth) not in offered(response)
    assert line(response) == "Hi, I would like to talk about this: Grief."


def block(mentor, listener):
    Block.objects.create(blocker=mentor.user, blocked=listener, made_at=timezone.now())


NOT_FOR_ME = {
    "full": lambda listener: here(capacity=1, active_count=1),
    "of the other space": lambda listener: here(user=UserFactory(teen=True)),
    "blocked": lambda listener: _blocked(here(), listener),
    "away": lambda listener: here(accepting=False),
    "gone": lambda listener: here(state="ended"),
    "paused": lambda listener: here(state="paused"),
    "without a language in common": lambda listener: here(user=UserFactory(speaks=["de"])),
    "nobody": lambda listener: None,
}


def _blocked(mentor, listener):
    block(mentor, listener)
    return mentor


@pytest.mark.parametrize("wanted", NOT_FOR_ME.values(), ids=NOT_FOR_ME)
def test_a_mentor_who_is_not_for_me_is_as_unknown_as_nobody(as_listener, listener, wanted):
    three = [here(), here(), soon()]
    asked_for = wanted(listener)
    name = handle(asked_for) if asked_for else "nobody_at_all"

    response = as_listener.get(ASK, {"mentor": name})
    unknown = as_listener.get(ASK, {"mentor": "somebody_else"})

    assert set(offered(response)) == {key(mentor) for mentor in three}
    assert said(response) == said(unknown)
    if asked_for:
        assert str(asked_for) not in response.content.decode()


def said(response):
    """The page without what differs on every request."""
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="(csrfmiddlewaretoken|client_id)"[^>]*>', "", main)


def test_ones_own_link_leads_a_mentor_to_three_others(sign_in):
    mentor, other = here(), here()

    response = sign_in(mentor.user).get(ASK, {"mentor": handle(mentor)})

    assert offered(response) == [key(other)]


def test_a_teen_is_offered_mentors_of_the_teen_space_alone(as_teen):
    adult, teen = here(), here(user=UserFactory(teen=True))

    assert offered(as_teen.get(ASK, {"mentor": handle(adult)})) == [key(teen)]


def test_with_nobody_free_the_page_names_a_way_on(as_listener):
    response = as_listener.get(ASK)

    assert response.status_code == 200
    assert "Nobody has a free place this minute" in response.content.decode()


def test_who_talks_with_the_mentor_already_comes_to_that_chat(as_listener, listener):
    talk = ConversationFactory(listener=listener, mentor=here())

    response = as_listener.get(ASK, {"mentor": handle(talk.mentor)})

    assert response.url == talk.get_absolute_url()


def test_words_that_were_typed_before_are_there_again(as_listener, listener):
    mentor = here()
    Draft.objects.create(author=listener, mentor=mentor, body="Half a tho", saved_at=timezone.now())

    assert line(as_listener.get(ASK, {"mentor": handle(mentor)})) == "Half a tho"


def test_sending_opens_the_chat(as_listener, listener):
    mentor = here()

    response = as_listener.post(f"{ASK}?mentor={handle(mentor)}", note(mentor))

    talk = Conversation.objects.get(listener=listener, mentor=mentor)
    assert response.url == talk.get_absolute_url()
    assert talk.messages.get().body == "Hi, I am new."


def test_when_the_last_place_went_three_others_are_shown_and_the_words_kept(as_listener):
    mentor, other = here(), here()
    filled = ConversationFactory(mentor=mentor)
    MentorProfile.objects.filter(pk=filled.mentor_id).update(capacity=1, active_count=1)

    response = as_listener.post(f"{ASK}?mentor={handle(mentor)}", note(mentor, body="Kept words."))

    assert response.status_code == 409
    assert line(response) == "Kept words."
    assert offered(response) == [key(other)]


@pytest.mark.parametrize("changed", [{"body": " "}, {"mentor": str(uuid.uuid4())}])
def test_an_incomplete_message_is_refused_with_its_words(as_listener, changed):
    mentor = here()

    response = as_listener.post(ASK, note(mentor) | changed)

    assert response.status_code == 422
    assert Conversation.objects.count() == 0


def test_a_visitor_is_told_what_this_is_and_keeps_the_address_on_the_way(client):
    mentor = here(is_public=True, user=UserFactory(display_name="Harbour Light"))
    TopicFactory(slug="grief", name="Grief")
    way = f"{ASK}?mentor={handle(mentor)}&topic=grief&from=after-chat"

    text = client.get(way).content.decode()

    assert "Talk to Harbour Light" in text
    assert "Grief" in text
    for page in ("account_login", "account_signup"):
        assert f'href="{reverse(page)}?next={quote(way, safe="")}"' in text


@pytest.mark.parametrize("traits", [{}, {"is_public": True, "user__teen": True}])
def test_a_visitor_learns_no_name_that_is_not_public(client, traits):
    mentor = here(**traits)

    text = client.get(ASK, {"mentor": handle(mentor)}).content.decode()

    assert str(mentor) not in text.replace(handle(mentor), "")
    assert "Talk to a mentor" in text


def test_signing_in_leads_back_to_the_message(client):
    person = UserFactory(username="fern")
    person.set_password("a walk by the river")
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    way = f"{ASK}?topic=grief&mentor=oak_1&from=after-chat"

    form = client.get(f"{reverse('account_login')}?next={quote(way, safe='')}").content.decode()
    words = {"login": person.email, "password": "a walk by the river"}
    response = client.post(reverse("account_login"), words | {"next": next_in(form)})

    assert response.url == way


def test_signing_up_leads_back_to_the_message(client):
    way = f"{ASK}?topic=grief&mentor=oak_1&from=after-chat"

    form = client.get(f"{SIGN_UP}?next={quote(way, safe='')}").content.decode()
    sent = client.post(SIGN_UP, answers(next=next_in(form)))
    response = client.post(sent.url, {"code": code_of(mail.outbox[0])})

    assert response.url == way


def next_in(form):
    """The address that the form of a page carries on."""
    return unescape(re.search(r'name="next" value="([^"]*)"', form)[1])


@pytest.mark.parametrize("mentors", [1, 3, 30])
@pytest.mark.parametrize("who", ["as_listener", "as_teen"])
def test_it_costs_the_same_for_any_number_of_mentors(
    request, who, mentors, django_assert_max_num_queries
):
    client = request.getfixturevalue(who)
    band = "teen" if who == "as_teen" else "adult"
    topic = TopicFactory(slug="grief")
    for _ in range(mentors):
        TopicStrengthFactory(profile=here(user=UserFactory(band=band)), topic=topic)
    SourceFactory(code="after-chat")
    client.get(ASK)  # what any first page of a session notes is noted
    asked = {"topic": "grief", "mentor": "nobody_at_all", "from": "after-chat"}

    with django_assert_max_num_queries(12):
        response = client.get(ASK, asked)

    assert len(offered(response)) == min(3, mentors)
