"""Words that cannot be sent at once, in Chromium: no connection, signed out, another choice."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.conversations.models import Conversation, Draft, Message
from tests.browser.conftest import until
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory
from tests.mentorship.queue.people import here

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOX = "[data-composer] textarea"
SIGNED_OUT = "You have been signed out. Your words are kept on this page."


def test_messages_wait_for_the_connection_and_are_stored_once_in_order(chat, talk):
    lost = []

    def store_the_first_and_lose_every_answer(route):
        if not lost:
            route.fetch()
        lost.append(route)
        route.abort()

    address = f"**{talk.get_absolute_url()}"
    chat.route(address, store_the_first_and_lose_every_answer)
    for words in ("One", "Two"):
        chat.fill(BOX, words)
        chat.keyboard.press("Enter")

    expect(chat.locator(".line--me .stamp").first).to_contain_text(
        re.compile("try(ing)? again", re.I)
    )
    chat.unroute(address)
    expect(chat.locator("#m-32")).to_contain_text("Two", timeout=60_000)
    assert chat.locator(".msg--sending").count() == 0
    assert [line.body for line in Message.objects.filter(author=talk.listener)] == ["One", "Two"]


def sign_out(page):
    page.context.clear_cookies(name="sessionid")


def test_a_message_waits_for_whoever_was_signed_out_and_for_nobody_else(
    chat, talk, signed_in_again
):
    sign_out(chat)
    chat.fill(BOX, "Written in the last minute")
    chat.keyboard.press("Enter")

    notice = chat.get_by_role("alert").filter(has_text=SIGNED_OUT)
    expect(notice).to_be_visible()
    expect(chat.locator(".msg--sending")).to_contain_text("Written in the last minute")

    signed_in_again(UserFactory())
    chat.wait_for_timeout(4000)
    expect(notice).to_be_visible()

    signed_in_again(talk.listener)
    expect(chat.locator("#m-31")).to_contain_text("Written in the last minute")
    expect(notice).to_be_hidden()


def test_a_first_note_waits_for_whoever_was_signed_out(signed_in, signed_in_again):
    listener, mentor = UserFactory(first_card_seen_at=timezone.now()), MentorProfileFactory()
    page = signed_in(listener, f"{mentor.get_absolute_url()}message/")
    sign_out(page)
    page.fill("[data-note] textarea", "Hello from a café")
    page.get_by_role("button", name="Send to").click()

    expect(page.get_by_role("alert").filter(has_text=SIGNED_OUT)).to_be_visible()
    expect(page.locator("[data-note] textarea")).to_have_value("Hello from a café")
    expect(page.get_by_text("Not sent yet")).to_be_hidden()

    signed_in_again(listener)
    page.wait_for_url("**/chats/*/")
    assert Message.objects.get().body == "Hello from a café"


def test_a_first_note_outlives_a_lost_connection(signed_in):
    listener, mentor = UserFactory(first_card_seen_at=timezone.now()), MentorProfileFactory()
    page = signed_in(listener, f"{mentor.get_absolute_url()}message/")
    page.context.set_offline(True)
    page.fill("[data-note] textarea", "Hello from a train")
    page.get_by_role("button", name="Send to").click()

    expect(page.get_by_role("alert").filter(has_text="Not sent yet")).to_be_visible()
    expect(page.locator("[data-note] textarea")).to_have_value("Hello from a train")

    page.context.set_offline(False)
    page.wait_for_url("**/chats/**")
    assert Message.objects.get().body == "Hello from a train"


def test_a_first_card_outlives_a_lost_connection(signed_in):
    mentor = here()
    page = signed_in(UserFactory(), "/")
    page.context.set_offline(True)
    page.fill("[data-note] textarea", "Hello from a train")
    page.get_by_role("button", name="Send to").click()

    expect(page.get_by_role("alert").filter(has_text="Not sent yet")).to_be_visible()
    expect(page.locator("[data-note] textarea")).to_have_value("Hello from a train")

    page.context.set_offline(False)
    page.wait_for_url("**/chats/**")
    assert (Message.objects.get().body, Conversation.objects.get().mentor) == (
        "Hello from a train",
        mentor,
    )


def test_words_of_the_first_card_are_kept_for_the_chosen_one_when_leaving(signed_in):
    mentors = [here(), here()]
    page = signed_in(UserFactory(), "/")
    page.locator("[data-opener]").first.click()
    page.fill("[data-note] textarea", "Half a line")
    choice = page.locator("input[name=mentor]").nth(1)
    choice.check()
    chosen = choice.get_attribute("data-draft-url")
    page.get_by_role("button", name="Look around first").click()
    page.wait_for_url("**/queue/")

    (mentor,) = [one for one in mentors if f"/{one.user.username}/" in chosen]
    until(page, lambda: Draft.objects.filter(mentor=mentor, body="Half a line").exists())
