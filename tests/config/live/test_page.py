"""What a page carries for its stream, and how it gets a new token."""

import re

import pytest
from django.db import OperationalError
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from config.live import publish, tokens
from config.live.page import watch
from config.live.registry import person_channel
from tests.config.live.toys import open_page, touch, toys
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def ask(client, page):
    return client.get(reverse("live:token"), {"token": page.token})


def carried(request):
    html = Template("{% load live %}{% live_stream %}").render(Context({"request": request}))
    return re.findall(r'(content|data-channels|data-seen)="([^"]*)"', html)


def request_of(client):
    request = RequestFactory().get("/")
    request.user, request.session = client.user, client.session
    return request


@pytest.fixture
def reader(client):
    client.user = UserFactory()
    client.force_login(client.user)
    return client


def test_a_page_carries_its_channels_in_the_versions_it_was_made_from(reader):
    touch("toy:a", "1")
    request = request_of(reader)
    versions = watch(request, "toy:a")
    touch("toy:a", "2")

    found = dict(carried(request))

    mine = person_channel(reader.user.public_id)
    assert versions == {"toy:a": 1, mine: 0}
    assert found["data-channels"] == f"toy:a {mine}"
    assert found["data-seen"] == "1.0"
    claims = tokens.read(found["content"])
    assert claims.channels == ("toy:a", mine)
    assert reader.session.session_key not in found["content"]


def test_a_page_without_a_list_listens_for_its_person(reader):
    assert dict(carried(request_of(reader)))["data-channels"].startswith("person:")


def test_a_page_of_a_visitor_without_a_list_carries_nothing(client):
    assert 'name="live"' not in client.get("/urgent-help/").content.decode()


def test_a_page_is_shown_without_a_stream_when_the_database_is_down(reader, monkeypatch):
    def down(channels):
        raise OperationalError

    monkeypatch.setattr(publish, "versions", down)

    assert carried(request_of(reader)) == []


@pytest.mark.parametrize("channels", [1, 3])
def test_watching_costs_one_query(reader, channels, django_assert_num_queries):
    request = request_of(reader)
    with django_assert_num_queries(1):
        watch(request, *[f"toy:{number}" for number in range(channels)])


def test_a_page_gets_a_new_token_for_the_same_channels(reader):
    page = open_page(reader.user, "toy:a")

    answer = ask(reader, page)

    assert answer.status_code == 200
    claims = tokens.read(answer.json()["token"])
    assert claims.channels == ("toy:a", person_channel(reader.user.public_id))
    assert claims.session == tokens.session_mark(reader.session.session_key)


def test_the_token_of_another_person_is_not_renewed(reader):
    assert ask(reader, open_page(UserFactory(), "toy:a")).status_code == 404
    assert ask(reader, open_page(None, "toy:a")).status_code == 404


def test_a_page_whose_person_has_signed_out_gets_no_token(client):
    assert ask(client, open_page(UserFactory(), "toy:a")).status_code == 404


def test_a_token_is_not_renewed_for_a_channel_one_may_no_longer_read(reader):
    page = open_page(reader.user, "toy:a")
    toys.refused.add(str(reader.user.public_id))

    assert ask(reader, page).status_code == 404


@pytest.mark.parametrize("token", ["", "word", "a:b:c"])
def test_a_forged_token_is_not_there(reader, token):
    assert reader.get(reverse("live:token"), {"token": token}).status_code == 404


def test_a_token_is_only_read(reader):
    assert reader.post(reverse("live:token")).status_code == 405


def test_a_visitor_renews_the_token_of_a_public_page(client):
    assert ask(client, open_page(None, "toy:a")).status_code == 200
