"""The operator makes the first coordinator on the terminal."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.audit.models import AuditEntry
from accounts.people.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "seven quiet herons"


def add(email, *options):
    out = StringIO()
    call_command("add_coordinator", email, *options, stdout=out)
    return out.getvalue()


def test_a_new_person_becomes_coordinator_and_chooses_a_password_by_the_link():
    words = add("ada@example.org")
    client = Client()
    address = re.search(r"https?://[^/]+(/\S+)", words).group(1)

    page = client.get(address, follow=True)
    chosen = client.post(
        page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True
    )

    ada = User.objects.get(email="ada@example.org")
    assert chosen.status_code == 200
    assert ada.is_coordinator
    assert ada.check_password(PASSWORD)
    signed_in = Client().post(
        "/accounts/login/", {"login": "ada@example.org", "password": PASSWORD}
    )
    assert signed_in.status_code == 302
    assert "confirm" not in signed_in["Location"]


def test_the_output_says_which_address_the_link_assumes(settings):
    settings.SITE_URL = "http://localhost:8123"

    words = add("ada@example.org")

    assert "http://localhost:8123/accounts/" in words
    assert "assumes that the site is open at http://localhost:8123;" in words


def test_somebody_who_is_here_keeps_password_and_handle():
    UserFactory(username="Ada", email="ada@example.org", password="already-there")

    words = add("ADA@example.org")

    assert "with the handle Ada" in words
    assert "choose a password" not in words
    assert User.objects.get().is_coordinator


def test_twice_is_as_good_as_once():
    add("ada@example.org")
    add("ada@example.org")

    assert User.objects.filter(is_coordinator=True).count() == 1


@pytest.mark.parametrize("email", ["nonsense", "", "two words@example.org"])
def test_what_is_no_address_is_refused_in_a_sentence(email):
    with pytest.raises(CommandError, match="is no e-mail address"):
        add(email)

    assert not User.objects.exists()


def test_a_teen_is_refused():
    UserFactory(teen=True, email="tea@example.org")

    with pytest.raises(CommandError):
        add("tea@example.org")

    assert not User.objects.filter(is_coordinator=True).exists()


def test_an_operator_opens_the_admin_and_the_grant_is_recorded():
    words = add("ada@example.org", "--operator")
    add("ada@example.org", "--operator")

    ada = User.objects.get()
    client = Client()
    client.force_login(ada)
    assert "an operator now" in words
    assert client.get("/admin/").status_code == 200
    acts = AuditEntry.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["grant coordinator", "grant operator"]


def test_a_teen_does_not_become_an_operator():
    UserFactory(teen=True, email="tea@example.org")

    with pytest.raises(CommandError):
        add("tea@example.org", "--operator")

    assert not User.objects.filter(is_superuser=True).exists()
