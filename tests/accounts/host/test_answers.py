"""What the provider answers is believed only where everything about it is right."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.test import Client

from accounts.host import errors
from tests.accounts.host.coming import (
    BACK,
    BEGIN,
    FERN,
    awake,
    come,
    leave,
    signed_in_as,
)
from tests.accounts.host.provider import CLIENT_ID, FOREIGN_KEY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": [CLIENT_ID, "somebody-else"], "azp": "somebody-else"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000},
        {"exp": "soon"},
        {"iat": 4_000_000_000},
        {"sub": ""},
        {"sub": "s" * 192},
        {"sub": "a\0b"},
        {"sub": 7},
        {"discovered": "https://evil.example"},
    ],
)
def test_a_token_that_is_not_for_us_now_opens_nothing(client, provider, changed):
    awake()
    provider.changed = changed

    response = come(client)

    assert response.status_code == 403
    assert str(errors.NotConfirmed.message) in response.content.decode()
    assert signed_in_as(client) is None


@pytest.mark.parametrize("name", ["nonce", "exp", "iat", "sub", "aud", "iss"])
def test_a_token_that_leaves_out_what_is_needed_opens_nothing(client, provider, name):
    awake()
    provider.lacks = (name,)

    assert come(client).status_code == 403
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "forged", [{"signed_by": FOREIGN_KEY}, {"algorithm": "none"}, {"algorithm": "HS256"}]
)
def test_a_token_that_the_provider_has_not_signed_opens_nothing(client, provider, forged):
    awake()
    for name, value in forged.items():
        setattr(provider, name, value)

    assert come(client).status_code == 403
    assert signed_in_as(client) is None


def test_an_answer_holds_once_and_only_in_the_browser_that_asked(client, provider):
    awake()
    path = leave(client)

    assert Client().get(path).status_code == 403
    assert client.get(path.replace("state=", "state=x")).status_code == 403
    assert client.get(path).status_code == 302
    client.logout()
    assert client.get(path).status_code == 403
    assert client.get(BACK).status_code == 403


def test_the_question_carries_a_proof_key_and_comes_back_to_this_site(client, provider):
    asked = parse_qs(urlsplit(client.post(BEGIN).url).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert len(asked["nonce"][0]) >= 32
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}


@pytest.mark.parametrize(
    "broken", ["/.well-known/openid-configuration", "/token", "/keys", "/userinfo"]
)
def test_a_provider_that_fails_leaves_the_ordinary_way(client, provider, broken):
    awake()
    provider.broken = broken
    provider.lacks = ("email",) if broken == "/userinfo" else ()

    response = client.post(BEGIN)
    if response.status_code == 302:
        there = requests.get(response.url, allow_redirects=False, timeout=10)
        response = client.get(there.headers["Location"].removeprefix("http://testserver"))

    assert response.status_code in (403, 503)
    assert 'href="/accounts/login/"' in response.content.decode()
    assert signed_in_as(client) is None


def test_nobody_waits_for_a_provider_that_was_silent_a_moment_ago(client, provider):
    provider.broken = "/.well-known/openid-configuration"
    assert client.post(BEGIN).status_code == 503
    provider.broken = ""

    assert client.post(BEGIN).status_code == 503
    cache.clear()
    assert client.post(BEGIN).status_code == 302


def test_a_provider_that_is_gone_is_said_kindly(client, provider, settings):
    settings.HOST_SIGN_IN = replace(settings.HOST_SIGN_IN, issuer="http://127.0.0.1:9")

    response = client.post(BEGIN)

    assert response.status_code == 503
    assert str(errors.HostIsSilent.message) in response.content.decode()


def test_who_turns_back_there_is_led_to_the_ordinary_way(client, provider):
    assert client.get(BACK, {"error": "access_denied"}).url == "/accounts/login/"


@pytest.mark.parametrize(
    "email",
    ["", "fern", "f@example.org\0", "f" * 64 + "@" + "e" * 200 + ".org", ["fern@example.org"]],
)
def test_what_is_no_address_is_no_confirmed_one(client, provider, email):
    provider.claims["email"] = email

    assert come(client).status_code == 403
    assert signed_in_as(client) is None


def test_the_address_may_come_from_the_second_answer_about_the_same_person_only(client, provider):
    user = awake()
    provider.lacks = ("email", "email_verified")
    provider.in_userinfo = {"sub": "host-2", "email": FERN, "email_verified": True}
    assert come(client).status_code == 403

    provider.in_userinfo["sub"] = "host-1"
    come(client)

    assert signed_in_as(client) == str(user.pk)
