"""The frame in a real browser: readable by all, narrow enough, usable without a mouse."""

import pytest

from config.kit.nouns import Noun
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["/urgent-help/", "/no-such-page/", "/privacy/", "/accessibility/"]


@pytest.fixture
def long_words(settings):
    settings.SAMPLE = True
    settings.NOUNS = settings.NOUNS | {
        "mentor": Noun("Listener Supporter", "Listener Supporters"),
        "product": Noun("Quality Queue of Evenings", "Queues"),
    }


@pytest.fixture
def signed_in(client, live_server, context):
    client.force_login(UserFactory(display_name="W" * 60, coordinator=True, moderator=True))
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_refusal_and_urgent_help_is_readable_by_all(
    page, live_server, long_words, axe_finds, overflows, path, scheme, width
):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + path)

    assert axe_finds(page) == []
    assert overflows(page) <= 0
    assert [line for line in page.complaints if path not in line and "/live/" not in line] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_the_account_menu_opens_and_closes_without_a_mouse(
    page, live_server, long_words, signed_in, axe_finds, overflows, width
):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + "/urgent-help/")
    summary = page.get_by_label("Your account")

    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Sign out").is_visible()
    assert axe_finds(page) == []
    assert overflows(page) <= 0

    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sign out").is_visible()
    assert summary.evaluate("element => element === document.activeElement")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page, live_server):
    page.goto(live_server.url + "/urgent-help/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_light_or_dark_is_chosen_and_kept(page, live_server):
    page.goto(live_server.url + "/urgent-help/")
    page.get_by_role("button", name="Dark").click()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.url.endswith("/urgent-help/")
