"""Signing in with the account of the host community, through a provider on this machine."""

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from accounts.models import User
from config.env import HostSignIn
from tests.accounts.host.provider import CLIENT_ID, SECRET, Provider
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import TopicFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FERN = "fern@example.org"


@pytest.fixture
def provider(settings):
    """The provider, with the policy that the settings make of it."""
    provider = Provider()
    issuer = provider.issuer
    settings.HOST_SIGN_IN = HostSignIn(issuer, CLIENT_ID, SECRET, "Tea House", (issuer,))
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    form_action = {"form-action": ("'self'", issuer)}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives | form_action}
    yield provider
    provider.stop()


def press(page, url):
    page.goto(url + "/accounts/login/?next=/mentors/")
    page.get_by_role("button", name="Go on with Tea House").click()


def holds(page, axe_finds, overflows):
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        assert axe_finds(page) == []
        assert overflows(page) <= 0


def test_somebody_new_comes_in(page, live_server, provider, axe_finds, overflows):
    TopicFactory()
    press(page, live_server.url)
    page.wait_for_url("**/accounts/host/signup/")
    holds(page, axe_finds, overflows)

    page.get_by_label("Handle").fill("small_fern")
    page.get_by_label("Name others see").fill("Small Fern")
    page.get_by_label("Month").select_option("4")
    page.get_by_label("Year").fill("1990")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()

    page.wait_for_url("**/mentors/")
    assert User.objects.get().email == FERN
    page.goto(live_server.url + "/settings/host/")
    holds(page, axe_finds, overflows)
    page.get_by_role("button", name="Take away").click()
    expect(page.get_by_role("alert")).to_contain_text("only way in")
    holds(page, axe_finds, overflows)


def test_an_imported_person_wakes(page, live_server, provider, axe_finds, overflows):
    UserFactory(dormant=True, email=FERN, display_name="Blue Tide")
    press(page, live_server.url)
    page.wait_for_url("**/accounts/host/wake/")
    expect(page.get_by_role("main")).to_contain_text("Blue Tide")
    holds(page, axe_finds, overflows)

    page.get_by_label("Month").select_option("4")
    page.get_by_label("Year").fill("1990")
    page.get_by_role("button", name="Continue").click()

    page.wait_for_url("**/mentors/")


def test_a_provider_that_fails_is_said_and_leads_to_the_ordinary_way(
    page, live_server, provider, axe_finds, overflows
):
    user = UserFactory(email=FERN)
    EmailAddress.objects.create(user=user, email=FERN, verified=True, primary=True)
    provider.broken = "/token"

    press(page, live_server.url)

    expect(page.get_by_role("heading", level=1)).to_contain_text("did not work")
    holds(page, axe_finds, overflows)
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.wait_for_url("**/accounts/login/**")
