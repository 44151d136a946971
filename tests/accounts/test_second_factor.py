"""Staff sign in with two things."""

import pytest
from allauth.mfa.models import Authenticator

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/coordination/"


def test_staff_need_a_second_factor_for_their_pages(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    coordinator = UserFactory(coordinator=True)
    client.force_login(coordinator)

    assert client.get(PAGE).url == "/accounts/2fa/"
    assert client.get("/settings/").status_code == 200

    Authenticator.objects.create(user=coordinator, type=Authenticator.Type.WEBAUTHN, data={})
    assert client.get(PAGE).status_code == 200


def test_others_are_not_told_that_the_pages_are_there(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(UserFactory())

    assert client.get(PAGE).status_code == 404


def test_the_sample_asks_for_no_second_factor(client):
    client.force_login(UserFactory(coordinator=True))

    assert client.get(PAGE).status_code == 200
