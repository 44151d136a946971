"""Nothing tells whether an address is known here: not signing in, not signing up."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_sign_in import PASSWORD, body_of, sign_in
from tests.accounts.test_sign_up import SIGN_UP, answers
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    person = UserFactory(username="fern", email="fern@example.org")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def test_known_and_unknown_addresses_are_refused_alike(person):
    wrong = sign_in(Client(), password="something else")
    unknown = sign_in(Client(), email="nobody@example.org")
    dormant = sign_in(Client(), email=UserFactory(dormant=True).email)

    assert wrong.status_code == unknown.status_code == dormant.status_code == 422
    assert body_of(wrong) == body_of(unknown) == body_of(dormant)


def test_sign_up_with_a_known_address_looks_like_any_other(person):
    fresh = Client().post(SIGN_UP, answers(email="new@example.org", username="one_fern"))
    taken = Client().post(SIGN_UP, answers(email=person.email, username="two_fern"))

    assert (fresh.status_code, fresh.url) == (taken.status_code, taken.url)
    assert [letter.to for letter in mail.outbox] == [["new@example.org"], [person.email]]
    assert not re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[1].body, re.MULTILINE)


def pages_of_a_new_and_a_known_address(person, new, known):
    """What two sign-ups see that differ in nothing but whether the address is known."""
    new.post(SIGN_UP, answers(email="new@example.org", username="one_fern"))
    known.post(SIGN_UP, answers(email=person.email, username="two_fern"))
    code_page = reverse("account_email_verification_sent")
    return [
        body_of(browser.get(code_page)).replace(address, "ADDRESS")
        for browser, address in ((new, "new@example.org"), (known, person.email))
    ]


def test_the_page_of_the_code_is_the_same_for_a_known_address(person):
    new, known = pages_of_a_new_and_a_known_address(person, Client(), Client())

    assert "ADDRESS" in new
    assert new == known


@pytest.mark.parametrize("handle", ["one_fern", "two_fern", "TWO_FERN"])
def test_a_handle_does_not_tell_whether_the_address_was_known(person, handle):
    pages_of_a_new_and_a_known_address(person, Client(), Client())

    again = Client().post(SIGN_UP, answers(email="third@example.org", username=handle))

    assert again.status_code == 422
    assert "Somebody has this handle" in again.content.decode()


def test_the_password_of_a_sign_up_does_not_tell_whether_the_address_was_known(person):
    pages_of_a_new_and_a_known_address(person, Client(), Client())
    typed = answers()["password1"]

    new = sign_in(Client(), email="new@example.org", password=typed)
    known = sign_in(Client(), email=person.email, password=typed + "!")

    assert new.status_code == known.status_code == 422
    assert body_of(new) == body_of(known)


def test_another_address_begins_again_and_frees_the_handle(person):
    new, known = Client(), Client()
    pages_of_a_new_and_a_known_address(person, new, known)

    for browser, handle in ((new, "one_fern"), (known, "two_fern")):
        assert browser.post(reverse("people:start-over")).url == SIGN_UP
        fresh = answers(email=f"{handle}@example.org", username=handle)
        assert browser.post(SIGN_UP, fresh).status_code == 302

    assert not User.objects.filter(email="new@example.org").exists()
    assert User.objects.filter(username__in=["one_fern", "two_fern"]).count() == 2


def test_a_browser_without_a_sign_up_takes_nobody_back(client, person):
    client.post(reverse("people:start-over"))
    sign_in(client)
    client.post(reverse("people:start-over"))

    assert User.objects.filter(pk=person.pk).exists()
    assert client.session["_auth_user_id"] == str(person.pk)


def test_whoever_lost_the_page_of_the_code_comes_in_by_a_new_password(client):
    Client().post(SIGN_UP, answers())
    client.post("/accounts/password/reset/", {"email": "fern@example.org"})
    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
    form = client.get(path, follow=True)
    again = {"password1": "rain on the old roof", "password2": "rain on the old roof"}
    client.post(form.redirect_chain[-1][0], again)

    assert sign_in(client, password="rain on the old roof").url == "/"
