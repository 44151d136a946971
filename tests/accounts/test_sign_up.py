"""Somebody signs up, proves the address, and is here."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.people.tasks import sweep_sign_ups
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import TopicFactory

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"


def answers(**changes):
    return {
        "username": "small_fern",
        "display_name": "Small Fern",
        "email": "fern@example.org",
        "password1": "a walk by the river",
        "password2": "a walk by the river",
        "birth_month": "4",
        "birth_year": "1990",
        "languages": ["pt", "en"],
        "time_zone": "Europe/Lisbon",
        "avatar": "leaf",
    } | changes


def code_of(letter):
    return re.search(r"^\s*([A-Z0-9]{4,}-?[A-Z0-9]*)\s*$", letter.body, re.MULTILINE)[1]


def test_sign_up_and_the_code_from_the_mail_lead_in(client):
    response = client.post(SIGN_UP, answers())
    assert response.status_code == 302
    assert response.url == reverse("account_email_verification_sent")

    response = client.post(response.url, {"code": code_of(mail.outbox[0])})

    assert response.status_code == 302
    person = User.objects.get(username="small_fern")
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_up_keeps_what_was_chosen_and_no_date_of_birth(client):
    client.post(SIGN_UP, answers(username="Small_Fern"))

    person = User.objects.get()
    assert (person.username, person.display_name, person.email) == (
        "Small_Fern",
        "Small Fern",
        "fern@example.org",
    )
    assert (person.band, person.turns_adult_on, person.is_dormant) == ("adult", None, False)
    assert [language.tag for language in person.languages.all()] == ["pt", "en"]
    assert (person.time_zone, person.avatar) == ("Europe/Lisbon", "leaf")
    assert "1990" not in str(vars(person))


def test_sign_up_keeps_up_to_four_topics(client):
    topics = TopicFactory.create_batch(5)
    slugs = [topic.slug for topic in topics]

    refused = client.post(SIGN_UP, answers(topics=slugs))
    assert refused.status_code == 422

    client.post(SIGN_UP, answers(topics=slugs[:4]))
    person = User.objects.get(username="small_fern")
    assert {wanted.topic.slug for wanted in person.topics_wanted.all()} == set(slugs[:4])


def test_a_refused_form_keeps_everything_but_the_passwords(client):
    response = client.post(SIGN_UP, answers(password2="another one entirely"))

    page = response.content.decode()
    assert response.status_code == 422
    assert "small_fern" in page
    assert "Small Fern" in page
    assert "1990" in page
    assert "by the river" not in page
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "handle", ["ab", "1fern", "small fern", "fern!", "fárn", "x" * 31, "admin", "moderator_5"]
)
def test_a_handle_that_breaks_the_rules_is_refused(client, handle):
    response = client.post(SIGN_UP, answers(username=handle))

    assert response.status_code == 422
    assert response.context["form"].errors["username"]


def test_a_handle_that_differs_only_by_case_is_refused(client):
    UserFactory(username="Small_Fern")

    response = client.post(SIGN_UP, answers())

    assert response.status_code == 422
    assert "username" in response.context["form"].errors


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "../../etc/localtime"),
        ("time_zone", "Mars/Base"),
        ("languages", []),
        ("languages", ["xx"]),
        ("avatar", "photo"),
        ("birth_month", "13"),
        ("birth_year", "0"),
        ("birth_year", "9999"),
        ("birth_year", "1_990"),
        ("birth_year", "10" * 200),
        ("display_name", "\u200b"),
        ("display_name", "x" * 61),
        ("password1", "short"),
        ("password1", "quality queue 12"),
        ("email", "nobody"),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field(client, field, value):
    changes = {field: value} | ({"password2": value} if field == "password1" else {})

    response = client.post(SIGN_UP, answers(**changes))

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert User.objects.count() == 0


def test_a_nul_in_any_text_is_refused(client):
    for field in ("username", "display_name", "email", "password1"):
        assert client.post(SIGN_UP, answers(**{field: "fe\x00rn"})).status_code == 422


def test_a_sign_up_that_nobody_finishes_is_forgotten_after_a_day():
    for handle, hours in (("left", 25), ("fresh", 23)):
        Client().post(SIGN_UP, answers(username=handle, email=f"{handle}@example.org"))
        joined = timezone.now() - timedelta(hours=hours)
        User.objects.filter(username=handle).update(joined_at=joined, woken_at=joined)
    proved = UserFactory(username="proved")
    EmailAddress.objects.create(user=proved, email=proved.email, verified=True, primary=True)
    UserFactory(dormant=True, username="dormant")

    sweep_sign_ups()

    assert set(User.objects.values_list("username", flat=True)) == {"fresh", "proved", "dormant"}
