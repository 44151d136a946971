"""Signing in, a new password, the second step."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.people.adapters import SecondFactorAdapter
from tests.accounts.test_sign_up import SIGN_UP, answers
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a walk by the river"
MANAGED = [
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "usersessions_list",
]


@pytest.fixture
def person():
    person = UserFactory(username="fern", email="fern@example.org")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def sign_in(client, email="fern@example.org", password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def body_of(response):
    return re.sub(
        r'(csrfmiddlewaretoken" value="|x-csrftoken": ")[^"]+|value="[^"]*@[^"]*"',
        "",
        response.content.decode(),
    )


def test_the_right_password_leads_in_and_out_again(client, person):
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)

    response = client.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_a_new_password_by_mail(client, person):
    answer = client.post("/accounts/password/reset/", {"email": person.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (answer.status_code, answer.url) == (unknown.status_code, unknown.url)

    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    again = {"password1": "rain on the old roof", "password2": "rain on the old roof"}
    client.post(form.redirect_chain[-1][0], again)

    person.refresh_from_db()
    assert person.check_password("rain on the old roof")
    assert "_auth_user_id" not in client.session


def test_too_many_wrong_passwords_are_stopped(person):
    codes = [sign_in(Client(), password="something else").status_code for _try in range(8)]

    assert sign_in(Client()).status_code != 302
    assert codes[0] == 422


def test_sign_up_is_limited_for_one_address():
    joins = [answers(username=f"fern_{n}", email=f"fern{n}@example.org") for n in range(8)]
    codes = [Client().post(SIGN_UP, join).status_code for join in joins]

    assert codes[:5] == [302] * 5
    assert codes[-1] == 429
    assert User.objects.count() <= 6


def test_a_sign_up_beyond_the_limit_keeps_the_words():
    for number in range(8):
        page = Client().post(
            SIGN_UP, answers(username=f"fern_{number}", email=f"fern{number}@example.org")
        )

    assert page.status_code == 429
    assert "fern_7" in page.content.decode()


def test_mistakes_shut_nobody_out():
    codes = {Client().post(SIGN_UP, answers(username="!")).status_code for _try in range(8)}

    assert codes == {422}


def test_a_silent_mail_server_does_not_undo_a_sign_up(client, monkeypatch):
    def silent(*_args, **_kwargs):
        raise OSError("no post")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", silent)

    response = client.post(SIGN_UP, answers())

    assert response.url == reverse("account_email_verification_sent")
    assert User.objects.filter(username="small_fern").exists()


@pytest.mark.parametrize("text", ["a\x00@example.org", "\ud7ff@example.org", "x" * 5000])
def test_odd_addresses_are_refused_and_break_nothing(text):
    assert sign_in(Client(), email=text).status_code == 422
    assert Client().post("/accounts/password/reset/", {"email": text}).status_code in {302, 422}


@pytest.mark.parametrize("name", MANAGED)
def test_every_page_about_signing_in_is_in_our_frame(client, person, name):
    sign_in(client)

    response = client.get(reverse(name))

    assert response.status_code == 200
    page = response.content.decode()
    assert 'class="topbar"' in page
    assert "<style" not in page
    assert " style=" not in page


@pytest.mark.parametrize(
    "path", ["login/", "signup/", "password/reset/", "password/reset/done/", "inactive/"]
)
def test_every_entrance_page_is_in_our_frame(client, path):
    response = client.get(f"/accounts/{path}")

    assert response.status_code == 200
    assert 'class="topbar"' in response.content.decode()


@pytest.mark.parametrize(
    "name", ["account_change_password", "account_reauthenticate", "account_email", "mfa_index"]
)
def test_fields_about_signing_in_have_our_words(client, person, name):
    sign_in(client)
    page = client.get(reverse(name)).content.decode().partition("<main")[2]

    assert "placeholder" not in page
    assert "Forgot your password?" not in page
    assert 'helptext"><ul>' not in page


def test_a_new_password_signs_out_here_too_as_the_page_says(client, person):
    sign_in(client)
    page = client.get(reverse("account_change_password"))
    new = {
        "oldpassword": PASSWORD,
        "password1": "rain on the roof",
        "password2": "rain on the roof",
    }
    client.post(reverse("account_change_password"), new)

    assert "here and everywhere else" in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert sign_in(client, password="rain on the roof").url == "/"


def test_codes_that_were_shown_are_not_offered_to_be_kept_again(client, person):
    TOTP.activate(person, generate_totp_secret())
    sign_in(client)
    client.force_login(person)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    RecoveryCodes.activate(person)
    first, again = (client.get(reverse("mfa_view_recovery_codes")) for _time in range(2))
    page = again.content.decode()

    assert "I have kept them" in first.content.decode()
    assert "I have kept them" not in page
    assert reverse("mfa_generate_recovery_codes") in page.partition("<main")[2]


def test_an_authenticator_app_is_set_up_and_asked_for(client, person):
    sign_in(client)
    assert "reauthenticate" in client.get(reverse("mfa_activate_totp")).url
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert "<svg" in page.content.decode()
    assert "data:image" not in page.content.decode()

    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    response = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert response.url == reverse("mfa_view_recovery_codes")
    codes = client.get(response.url)
    assert codes.status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200

    fresh = Client()
    assert sign_in(fresh).url.startswith(reverse("mfa_authenticate"))
    assert fresh.get(reverse("mfa_authenticate")).status_code == 200
    assert fresh.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 422


def test_seeds_are_stored_encrypted(person):
    secret = generate_totp_secret()

    TOTP.activate(person, secret)

    stored = Authenticator.objects.get(user=person).data["secret"]
    assert secret not in stored
    assert SecondFactorAdapter().decrypt(stored) == secret


def test_seeds_survive_a_new_secret_key(settings):
    stored = SecondFactorAdapter().encrypt("seed")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "y" * 40

    assert SecondFactorAdapter().decrypt(stored) == "seed"


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("people:coordination", "coordinator"),
        ("people:invitations", "coordinator"),
        ("people:roles", "coordinator"),
        ("people:moderation", "moderator"),
        ("people:band-questions", "moderator"),
    ],
)
def test_pages_of_staff_are_not_there_for_others(client, name, role):
    url = reverse(name)

    assert client.get(url).status_code == 302
    client.force_login(UserFactory())
    assert client.get(url).status_code == 404
    client.force_login(UserFactory(**{role: True}))
    assert client.get(url, follow=True).status_code == 200
