"""The live list in Chromium: it follows what changes, and says here and away."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.models import Conversation
from mentorship.profiles.operations import start_window
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory
from tests.mentorship.queue.people import here, later

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(320, 640), (390, 844), (1280, 900)]


@pytest.fixture
def open_as(page, live_server, sign_in):
    """Open a path as somebody, or as a visitor."""

    def opened(path, user=None, size=(1280, 900)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if user:
            page.context.add_cookies(
                [
                    {"name": name, "value": cookie.value, "url": live_server.url}
                    for name, cookie in sign_in(user).cookies.items()
                ]
            )
        page.goto(live_server.url + path)
        return page

    return opened


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("people", ["nobody", "somebody"])
def test_the_queue_fits_and_is_accessible(open_as, axe_finds, overflows, size, people):
    if people == "somebody":
        here(user__display_name="A name of sixty characters that goes on and on until it ends")
        here(capacity=1, active_count=1)
    later()
    mentor = MentorProfileFactory(here_until=timezone.now() + timedelta(hours=1))

    page = open_as(reverse("queue:live-list"), mentor.user, size)

    assert axe_finds(page) == []
    assert overflows(page) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_landing_and_first_card_fit_and_are_accessible(open_as, axe_finds, overflows, size, scheme):
    here(is_public=True)
    open_as("/", size=size).emulate_media(color_scheme=scheme)
    landing = open_as("/", size=size)
    assert (axe_finds(landing), overflows(landing)) == ([], 0)

    card = open_as("/", UserFactory(), size)
    assert (axe_finds(card), overflows(card)) == ([], 0)


def test_a_mentor_says_here_now_and_away_with_the_keyboard(open_as):
    mentor = MentorProfileFactory()
    page = open_as(reverse("queue:live-list"), mentor.user)

    page.get_by_role("radio", name="Away").focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_text("Extend").wait_for()
    mentor.refresh_from_db()
    assert mentor.here_until > timezone.now()

    until_when = page.locator("#presence strong")
    first = until_when.text_content()
    page.get_by_role("button", name="Extend").press("Enter")
    expect(until_when).not_to_have_text(first)
    expect(page.get_by_role("button", name="Extend")).to_be_focused()
    page.get_by_role("radio", name="Away").check()
    page.get_by_label("For how long").wait_for()
    mentor.refresh_from_db()
    assert mentor.here_until is None


def test_an_act_that_does_not_arrive_does_not_look_as_if_it_had(open_as):
    page = open_as(reverse("queue:live-list"), here().user)

    page.context.set_offline(True)
    page.get_by_text("Away", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("That did not reach us")
    expect(page.get_by_role("radio", name="Here now")).to_be_checked()


def test_a_session_that_has_ended_puts_no_sign_in_into_the_page(open_as):
    mentor = here()
    page = open_as(reverse("queue:live-list"), mentor.user)
    Session.objects.all().delete()

    with page.expect_response("**/accounts/login/**"):
        tell_of_presence(page)
    page.get_by_text("Away", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("That did not reach us")
    expect(page.get_by_role("radio", name="Here now")).to_be_checked()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def test_news_that_change_nothing_leave_the_control_alone(open_as):
    mentor = MentorProfileFactory()
    page = open_as(reverse("queue:live-list"), mentor.user)
    page.get_by_label("For how long").select_option("120")

    with page.expect_response("**/queue/presence/"):
        tell_of_presence(page)
    page.wait_for_timeout(200)
    expect(page.get_by_label("For how long")).to_have_value("120")

    start_window(mentor=mentor, at=timezone.now())
    tell_of_presence(page)
    expect(page.get_by_role("radio", name="Here now")).to_be_checked()


def tell_of_presence(page):
    """What live.js says when the mentor's own channel speaks of presence."""
    page.evaluate(
        """document.dispatchEvent(
          new CustomEvent("live:person", {detail: {channel: "person:me", key: "presence"}}))"""
    )


def test_filters_send_themselves_and_back_returns_to_the_same_list(open_as):
    here(user__display_name="Has Room")
    here(user__display_name="Is Full", capacity=1, active_count=1)
    page = open_as(reverse("queue:live-list"), UserFactory())

    page.get_by_text("Has room", exact=True).click()
    page.wait_for_url("**room=1**")
    assert page.locator("[data-live-key]").count() == 1

    page.go_back()
    assert page.locator("[data-live-key]").count() == 2


def test_the_first_card_names_whom_it_goes_to_and_opens_the_chat(open_as):
    first = here(user__display_name="Sunny Teacup")
    MentorProfileFactory(user__display_name="Old Oak")
    page = open_as("/", UserFactory(), (390, 844))
    page.get_by_role("button", name="Send to Sunny Teacup").wait_for()

    page.get_by_role("radio", name="Old Oak").check(force=True)
    page.get_by_role("button", name="Send to Old Oak").wait_for()
    page.get_by_role("radio", name="Sunny Teacup").check(force=True)
    page.get_by_role("link", name="I do not know where to start.").click()
    assert page.get_by_label("Your first line").input_value() == "I do not know where to start."
    page.get_by_role("button", name="Send to Sunny Teacup").click()

    page.wait_for_url("**/chats/**")
    assert Conversation.objects.get().mentor == first
    # The test server has no streams; pages do without.
    assert [one for one in page.complaints if "/live/" not in one] == []


def test_no_quick_filter_is_cut_on_a_phone(open_as):
    page = open_as(reverse("queue:live-list"), UserFactory(), SIZES[1])

    group = page.get_by_role("group", name="Quick filters")
    right = [chip.bounding_box() for chip in group.locator(".chip").all()]

    assert len(right) == 3
    assert max(box["x"] + box["width"] for box in right) <= 390
