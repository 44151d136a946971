"""A way in by the host is added to an account, and taken away."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail

from accounts.host import errors
from accounts.host.operations import link
from accounts.host.rules import Identity
from tests.accounts.host.coming import (
    BEGIN,
    MINE,
    account_of,
    come,
    leave,
    recently,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_who_is_signed_in_adds_an_identity_to_that_account(sign_in, provider):
    user = UserFactory()
    client = sign_in(user)
    assert client.post(BEGIN).url.startswith("/accounts/reauthenticate/")

    response = come(recently(client))

    assert response.url == MINE
    assert SocialAccount.objects.get().user == user
    assert "Tea House" in client.get(MINE).content.decode()


def test_an_identity_opens_one_account_only(sign_in, provider):
    link(Identity(provider.issuer, "host-1"), user=UserFactory())

    response = come(recently(sign_in(UserFactory())))

    assert response.status_code == 403
    assert str(errors.BelongsToAnother.message) in response.content.decode()


def test_an_addition_that_another_person_began_is_not_theirs(sign_in, provider):
    client = recently(sign_in(UserFactory()))
    path = leave(client)
    session = client.session
    other = UserFactory()
    session["_auth_user_id"] = str(other.pk)
    session["_auth_user_hash"] = other.get_session_auth_hash()
    session.save()

    assert client.get(path).status_code == 403
    assert not SocialAccount.objects.exists()


def test_it_is_taken_away_where_a_password_remains(sign_in, provider):
    user = UserFactory()
    user.set_password("a walk by the river")
    user.save()
    chosen = account_of(user, provider)
    client = sign_in(user)

    asked = client.post(MINE, chosen).url
    assert asked.startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.exists()
    assert client.post(asked, {"password": "a walk by the river"}).url == MINE

    assert not SocialAccount.objects.exists()
    assert "no longer" in mail.outbox[-1].subject


def test_the_only_way_in_stays(sign_in, provider):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    chosen = account_of(user, provider)
    client = sign_in(user)

    response = client.post(MINE, chosen)

    assert response.status_code == 422
    assert str(errors.OnlyWayIn.message) in response.content.decode()
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    assert recently(client).post(MINE, chosen).url == MINE
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "9" * 30, "-1", "²"])
def test_what_is_not_theirs_cannot_be_taken_away(sign_in, provider, number):
    account_of(UserFactory(), provider)

    for chosen in (number, str(SocialAccount.objects.get().pk)):
        assert recently(sign_in(UserFactory())).post(MINE, {"account": chosen}).url == MINE
    assert SocialAccount.objects.exists()
