"""What the tests of signing in with the host share."""

import requests
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from accounts.host.operations import link
from accounts.host.rules import Identity
from tests.factories.accounts import UserFactory

BEGIN, BACK = "/accounts/host/", "/accounts/host/back/"
SIGN_UP, WAKE, MINE = "/accounts/host/signup/", "/accounts/host/wake/", "/settings/host/"
FERN = "fern@example.org"
BORN = {"birth_month": "4", "birth_year": "1990"}


def awake(**facts):
    user = UserFactory(email=FERN, **facts)
    EmailAddress.objects.create(user=user, email=FERN, verified=True, primary=True)
    return user


def leave(client, **words):
    """Press the button, and come back with what the provider gave: the path of the way back."""
    there = client.post(BEGIN, words)
    assert there.status_code == 302
    sent_back = requests.get(there.url, allow_redirects=False, timeout=10).headers["Location"]
    return sent_back.removeprefix("http://testserver")


def come(client, **words):
    return client.get(leave(client, **words))


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def answers(**changes):
    return {
        "username": "small_fern",
        "display_name": "Small Fern",
        **BORN,
        "languages": ["pt"],
        "time_zone": "Europe/Lisbon",
        "avatar": "leaf",
    } | changes


def recently(client):
    """As if the password had just been typed."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": timezone.now().timestamp(), "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
    return client


def account_of(user, provider):
    link(Identity(provider.issuer, "host-1"), user=user)
    return {"account": str(SocialAccount.objects.get().pk)}
