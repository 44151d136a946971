"""A mentor edits their profile in Chromium: drafts while typing, switches and places at once."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from mentorship.models import MentorProfile, SectionDraft
from tests.browser.conftest import until
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mentor(client, context, live_server):
    profile = MentorProfileFactory(accepting=True)
    client.force_login(profile.user)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return profile


def stored():
    return SectionDraft.objects.get().fields


def test_words_are_stored_while_typing_and_published_by_hand(page, live_server, mentor):
    page.goto(live_server.url + reverse("profiles:edit-section", args=["about"]))

    page.get_by_label("About").press_sequentially("I listen first.")
    expect(page.locator("#draft")).to_contain_text("Draft stored")
    until(page, lambda: stored() == {"about": ["I listen first."]})
    page.reload()
    expect(page.get_by_label("About")).to_have_value("I listen first.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    assert MentorProfile.objects.get().about == "I listen first."
    assert not SectionDraft.objects.exists()


def test_a_draft_that_was_stored_meanwhile_can_be_let_go(page, live_server, mentor):
    page.goto(live_server.url + reverse("profiles:edit-section", args=["headline"]))

    page.get_by_label("Headline").fill("Half")
    page.get_by_role("button", name="Let the draft go").click()
    expect(page.get_by_label("Headline")).to_have_value(mentor.headline)

    assert not SectionDraft.objects.exists()


def test_switches_and_places_are_saved_on_change_without_a_reload(page, live_server, mentor):
    page.goto(live_server.url + reverse("profiles:edit"))
    page.evaluate("window.stays = true")

    page.get_by_role("switch", name="New people may write to me").uncheck()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert MentorProfile.objects.get().accepting is False
    page.get_by_role("button", name="One more").click()
    expect(page.locator("#switches output")).to_have_text("4")
    assert MentorProfile.objects.get().capacity == 4

    assert page.evaluate("window.stays") is True


def test_a_number_that_is_refused_is_told_in_place(page, live_server, mentor):
    MentorProfile.objects.update(active_count=3)
    page.goto(live_server.url + reverse("profiles:edit"))

    page.get_by_role("button", name="One fewer").click()
    expect(page.locator("#switches")).to_contain_text("You have 3 active chats.")

    assert MentorProfile.objects.get().capacity == 3


def test_sections_move_by_keyboard(page, live_server, mentor):
    page.goto(live_server.url + reverse("profiles:edit"))

    page.locator("#section-topics").get_by_role("button", name="Up").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert MentorProfile.objects.get().section_order[0] == "topics"


def test_headline_situations_and_message_are_within_the_first_screen_of_a_phone(
    page, live_server, client, mentor
):
    page.set_viewport_size({"width": 390, "height": 844})
    longest = ("A calm hour for chats that stayed with you. " * 5)[:200]
    MentorProfile.objects.update(headline=longest, about="Line.\n\n" * 200)
    MentorProfile.objects.update(section_order=["about", "situations"])
    mentor.situations.create(text="A member who comes back every day")
    client.force_login(UserFactory())
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + mentor.get_absolute_url())

    message = page.get_by_role("link", name="Message", exact=True).locator("visible=true")
    bar = page.get_by_role("navigation", name="Main").bounding_box()["y"]
    for part in (page.locator(".headline"), message, page.locator(".sit li").first):
        box = part.bounding_box()
        assert box["y"] + box["height"] < bar


def test_the_buttons_that_add_hours_and_leave_stand_level_with_their_inputs(
    page, live_server, mentor
):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + reverse("profiles:hours"))

    for name, label in (("Add hours", "To"), ("Add days away", "Last day away")):
        button = page.get_by_role("button", name=name).bounding_box()
        line = page.get_by_label(label, exact=True).bounding_box()
        assert button["x"] > line["x"]
        assert button["y"] + button["height"] == pytest.approx(line["y"] + line["height"], abs=1)
