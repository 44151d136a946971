"""Signing in with a passkey, with an authenticator that Chromium plays."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import expect

from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a walk by the river"
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def plain_http(settings):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


@pytest.fixture
def person():
    person = UserFactory(email="fern@example.org")
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def give_a_finger(page):
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    return devices, devices.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def sign_in(page, url):
    page.goto(url + "/accounts/login/")
    page.get_by_label("E-mail").fill("fern@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_a_passkey_is_added_and_signs_in_alone(page, live_server, person):
    url = live_server.url.replace("127.0.0.1", "localhost")
    give_a_finger(page)
    sign_in(page, url)
    page.wait_for_url("**/queue/")
    page.goto(url + "/accounts/2fa/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_label("Your codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("You have 1 passkey")).to_be_visible()

    page.goto("about:blank")  # nothing that the page asks for brings a cookie back
    page.context.clear_cookies()
    page.goto(url + "/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/queue/")
    assert Authenticator.objects.get(type="webauthn").user == person


def test_a_passkey_that_fails_says_so_on_the_page(page, live_server):
    devices, finger = give_a_finger(page)
    devices.send("WebAuthn.setUserVerified", finger | {"isUserVerified": False})
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/accounts/login/")
    sentence = page.get_by_text("The passkey did not work")
    expect(sentence).to_be_hidden()

    page.get_by_role("button", name="Use a passkey").click()

    expect(sentence).to_be_visible()
    assert page.get_by_role("alert").inner_text() == sentence.inner_text()


def test_a_second_step_offers_a_passkey_to_those_who_have_one(page, live_server, person):
    TOTP.activate(person, generate_totp_secret())
    sign_in(page, live_server.url)

    expect(page.get_by_label("Code")).to_be_visible()
    assert page.get_by_role("button", name="Use a passkey").count() == 0
    assert page.complaints == []
