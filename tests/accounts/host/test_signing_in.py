"""Somebody signs in with the account they have in the host community."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.sessions.models import Session
from django.core import mail

from accounts.host import errors
from accounts.host.operations import link, recognise
from accounts.host.rules import Identity
from accounts.models import User
from tests.accounts.host.coming import (
    BACK,
    BEGIN,
    FERN,
    MINE,
    SIGN_UP,
    WAKE,
    answers,
    awake,
    come,
    signed_in_as,
)
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_existing_account_is_found_by_its_confirmed_address(client, provider):
    user = awake()

    response = come(client, next="/chats/")

    assert response.url == "/chats/"
    assert signed_in_as(client) == str(user.pk)
    account = SocialAccount.objects.get()
    assert (account.user, account.provider, account.uid) == (user, provider.issuer, "host-1")
    assert mail.outbox[0].to == [FERN]
    assert "Tea House" in mail.outbox[0].body


def test_later_the_identity_alone_is_enough_whatever_the_address(client, provider):
    user = awake()
    link(Identity(provider.issuer, "host-1"), user=user)
    provider.claims |= {"email": "other@example.org", "email_verified": False}

    come(client)

    assert signed_in_as(client) == str(user.pk)
    assert mail.outbox == []


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("confirmed", [False, None, "false", 1, "yes"])
def test_an_address_that_is_not_confirmed_opens_nothing_and_tells_nothing(
    client, provider, exists, confirmed
):
    if exists:
        awake()
    provider.claims["email_verified"] = confirmed

    response = come(client)

    assert response.status_code == 403
    assert str(errors.AddressNotConfirmed.message) in response.content.decode()
    assert 'href="/accounts/login/"' in response.content.decode()
    assert signed_in_as(client) is None
    assert not SocialAccount.objects.exists()


def test_an_account_whose_address_we_have_not_confirmed_is_not_opened(client, provider):
    user = UserFactory(email=FERN, last_login=NOW)
    EmailAddress.objects.create(user=user, email=FERN, verified=False, primary=True)

    assert come(client).status_code == 403
    assert User.objects.filter(pk=user.pk).exists()
    assert signed_in_as(client) is None


@pytest.mark.parametrize("is_linked", [True, False])
@pytest.mark.parametrize("dormant", [True, False])
def test_a_closed_account_stays_closed(client, provider, is_linked, dormant):
    user = UserFactory(email=FERN, is_active=False, dormant=dormant)
    EmailAddress.objects.create(user=user, email=FERN, verified=True, primary=True)
    if is_linked:
        link(Identity(provider.issuer, "host-1"), user=user)

    come(client)

    assert signed_in_as(client) is None
    user.refresh_from_db()
    assert not user.is_active
    assert SocialAccount.objects.count() == is_linked


def test_a_second_step_is_still_asked_for(client, provider):
    user = awake(coordinator=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})

    response = come(client)

    assert response.url.startswith("/accounts/2fa/authenticate/")
    assert signed_in_as(client) is None


def test_staff_without_a_second_step_set_one_up_first(client, provider, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    awake(coordinator=True)
    come(client)

    assert client.get("/coordination/").url == "/accounts/2fa/"


def test_no_token_and_nothing_else_of_the_host_is_kept(client, provider):
    provider.claims |= {"name": "Name Canary", "picture": "https://host/canary.png"}
    come(client)
    client.post(SIGN_UP, answers())

    assert not SocialToken.objects.exists()
    assert SocialAccount.objects.get().extra_data == {}
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert "canary" not in kept.lower()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_the_button_is_there_only_where_a_host_is_configured(client, provider, settings, path):
    with_host = client.get(f"{path}?next=/chats/").content.decode()
    settings.HOST_SIGN_IN = None
    without = client.get(path).content.decode()

    form = re.search(r'<form method="post" action="/accounts/host/">.*?</form>', with_host, re.S)[0]
    assert "Go on with Tea House" in form
    assert 'name="next" value="/chats/"' in form
    assert "/accounts/host/" not in without


def test_without_a_host_none_of_the_pages_is_there(as_listener, client, settings):
    settings.HOST_SIGN_IN = None

    for path in (BEGIN, BACK, SIGN_UP, WAKE, MINE):
        for who in (client, as_listener):
            assert (who.get(path).status_code, who.post(path).status_code) == (404, 404)
    assert "settings/host" not in as_listener.get("/settings/").content.decode()


def test_the_button_cannot_be_pressed_without_end(client, provider):
    statuses = [client.post(BEGIN).status_code for _ in range(31)]

    assert statuses[0] == 302
    assert statuses[-1] == 429


def test_the_same_person_at_another_provider_is_nobody_here(provider):
    link(Identity(provider.issuer, "host-1"), user=UserFactory())

    with pytest.raises(errors.AddressNotConfirmed):
        recognise(Identity("https://other.example", "host-1"))
