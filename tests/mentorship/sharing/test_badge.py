"""The picture for forum posts: how many agreed to be counted and are here."""

import re

import pytest
from django.urls import reverse

from config.kit.nouns import Noun
from tests.mentorship.queue.people import here, reachable

pytestmark = pytest.mark.django_db

AGREED = {"is_public": True, "shown_outside": True}


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.EMBED_ORIGINS = ["https://chat.example.org"]


def shown(client, **headers):
    return client.get(reverse("sharing:here-now-badge"), headers=headers)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "No mentor is here this minute"),
        (1, "1 mentor here now"),
        (3, "3 mentors here now"),
    ],
)
def test_it_counts_in_words(client, number, words):
    for _ in range(number):
        here(**AGREED)
    here(is_public=True)
    reachable(**AGREED)

    picture = shown(client).content.decode()

    assert re.search(r"<title[^>]*>([^<]*)</title>", picture)[1] == words
    assert re.search(r"<text[^>]*>([^<]*)</text>", picture)[1] == words


def test_the_words_are_those_of_the_community_and_can_break_nothing(client, settings):
    settings.NOUNS = settings.NOUNS | {"mentor": Noun("Guide <x>", "Guides & friends")}
    here(**AGREED)
    here(**AGREED)

    picture = shown(client).content.decode()

    assert "2 Guides &amp; friends here now" in picture
    assert "<x>" not in picture


def test_any_page_may_show_it_and_any_cache_keep_it_for_half_a_minute(client):
    response = shown(client)

    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Cache-Control"] == "public, max-age=30"
    assert "Cookie" not in response.headers["Vary"]


def test_what_a_cache_has_is_not_sent_again(client):
    here(**AGREED)
    tag = shown(client).headers["ETag"]

    again = shown(client, if_none_match=tag)
    here(**AGREED)
    changed = shown(client, if_none_match=tag)

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_it_asks_once_and_knows_nobody(as_listener, django_assert_num_queries):
    here(**AGREED)

    with django_assert_num_queries(1):
        response = shown(as_listener)

    assert response.cookies == {}
