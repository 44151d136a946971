"""Writing in Chromium: stored lines, retries with the same words, drafts, what is new."""

import re
import uuid

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.conversations.models import Draft, Message, ReadMark
from mentorship.conversations.operations import block_person, edit_message, finish, say
from tests.browser.conftest import until
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, MessageFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOX = "[data-composer] textarea"


def hear(page, talk):
    """What the stream says when something in the chat has changed."""
    page.evaluate(
        "(key) => document.dispatchEvent(new CustomEvent('live:person', {detail: {key}}))",
        f"chat:{talk.public_id}",
    )


def answer(talk, body):
    talk.refresh_from_db()
    return say(
        conversation=talk,
        author=talk.mentor.user,
        body=body,
        client_id=uuid.uuid4(),
        at=timezone.now(),
    )


def test_a_message_is_stored_without_a_reload(chat, talk):
    chat.fill(BOX, "Hello\nyou <b>")
    chat.keyboard.press("Enter")

    line = chat.locator("#m-31")
    expect(line).to_contain_text("stored")
    expect(line).to_contain_text("you <b>")
    expect(chat.locator(BOX)).to_have_value("")
    expect(chat.locator("[data-turn]")).to_contain_text("Their turn")
    assert Message.objects.get(seq=31).body == "Hello\nyou <b>"


def test_the_box_grows_with_the_words_up_to_a_limit(chat):
    heights = []
    for lines in (1, 5, 60):
        chat.fill(BOX, "\n".join(["One line of a longer message"] * lines))
        heights.append(chat.locator(BOX).bounding_box()["height"])

    send = chat.get_by_role("button", name="Send").bounding_box()
    assert send["height"] < 50

    one, five, sixty = heights
    assert one < 50 < 100 < five < sixty <= 192


def test_refused_words_are_back_in_the_box_with_the_reason(chat):
    chat.evaluate("document.querySelector('[data-composer] textarea').maxLength = 9000")
    chat.fill(BOX, "x" * 4001)
    chat.keyboard.press("Enter")

    expect(chat.locator("[data-refusal]")).to_contain_text("at most 4,000 characters")
    expect(chat.locator(BOX)).to_have_value("x" * 4001)
    assert Message.objects.filter(seq__gt=30).count() == 0


def test_an_answer_is_appended_and_read_where_i_am_at_the_newest_line(chat, talk):
    answer(talk, "I am here")
    hear(chat, talk)

    expect(chat.locator("#m-31")).to_contain_text("I am here")
    expect(chat.locator("[data-newer]")).to_be_hidden()
    expect(chat.locator("[data-turn]")).to_contain_text("Your turn")
    until(chat, lambda: ReadMark.objects.get(reader=talk.listener).seq == 31)


def test_an_answer_does_not_move_whoever_reads_further_up(chat, talk):
    chat.evaluate("document.querySelector('[data-log]').scrollTop = -800")
    answer(talk, "I am here")
    hear(chat, talk)

    button = chat.locator("[data-newer]")
    expect(button).to_have_text("1 new message")
    assert ReadMark.objects.get(reader=talk.listener).seq == 30
    button.click()
    expect(button).to_be_hidden()
    until(chat, lambda: ReadMark.objects.get(reader=talk.listener).seq == 31)


def test_finishing_and_opening_again_reach_the_page_of_the_other_person(chat, talk):
    chat.fill(BOX, "Thank you")
    chat.keyboard.press("Enter")
    edit, way_to_finish = chat.get_by_role("link", name="Edit"), chat.locator("a[href$='/finish/']")
    note = chat.get_by_text("A new message opens it again")
    expect(edit).to_be_visible()

    talk.refresh_from_db()
    finish(conversation=talk, by=talk.mentor.user, at=timezone.now())
    hear(chat, talk)

    expect(note).to_be_visible()
    expect(way_to_finish).to_have_count(0)
    expect(edit).to_be_hidden()

    answer(talk, "One more thing")
    hear(chat, talk)

    expect(way_to_finish).to_be_visible()
    expect(note).to_have_count(0)
    expect(edit).to_be_visible()


def test_the_chats_beside_follow_and_a_changed_line_keeps_the_divider(signed_in, talk):
    line = answer(talk, "First of the new ones")
    page = signed_in(talk.listener, talk.get_absolute_url())
    expect(page.locator("#m-31 .unread-from")).to_be_visible()

    edit_message(message=line, author=talk.mentor.user, body="Other words", at=timezone.now())
    hear(page, talk)

    expect(page.locator("#m-31")).to_contain_text("Other words")
    expect(page.locator("#m-31 .unread-from")).to_be_visible()
    expect(page.locator(".chat__list .thread")).to_contain_text("Other words")
    expect(page.locator(".chat__list .thread")).to_have_attribute("aria-current", "true")


def test_the_count_in_title_and_navigation_follows(signed_in, talk):
    page = signed_in(talk.listener, "/urgent-help/")
    expect(page).not_to_have_title(re.compile(r"^\("))
    answer(talk, "One more")
    hear(page, talk)

    expect(page).to_have_title(re.compile(r"^\(1\) "))
    count = page.locator("[data-count='conversations:chats'] [data-number]")
    expect(count).to_have_text("1")


def test_older_messages_are_put_above_without_a_new_page(signed_in, talk):
    MessageFactory.create_batch(40, conversation=talk)
    page = signed_in(talk.listener, talk.get_absolute_url())
    expect(page.locator("#m-70")).to_be_visible()

    page.get_by_role("link", name="Older messages").click()

    expect(page.locator("#m-1")).to_have_count(1)
    expect(page.get_by_role("link", name="Older messages")).to_have_count(0)
    assert page.url.endswith(talk.get_absolute_url())
    numbers = page.locator("[data-seq]").evaluate_all("rows => rows.map((r) => +r.dataset.seq)")
    assert numbers == list(range(1, 71))


def test_the_list_of_chats_follows(signed_in, talk):
    page = signed_in(talk.listener, "/chats/")
    answer(talk, "A line from the other side")
    hear(page, talk)

    thread = page.locator("[data-thread]")
    expect(thread).to_contain_text("A line from the other side")
    expect(thread.locator("[data-unread]")).to_contain_text("1")


def test_the_list_of_chats_is_renewed_when_somebody_leaves_it(signed_in, talk):
    page = signed_in(talk.listener, "/chats/")
    thread = page.locator("[data-thread]")
    thread.focus()
    answer(talk, "A line from the other side")
    with page.expect_response(lambda response: response.url.endswith("/chats/")) as asked:
        hear(page, talk)
    asked.value.finished()
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    expect(thread).not_to_contain_text("A line from the other side")

    page.get_by_role("link", name="Skip to main content").focus()
    expect(thread).to_contain_text("A line from the other side")


def test_typing_is_kept_on_the_server(chat, talk):
    chat.fill(BOX, "Half a sent")

    until(chat, lambda: Draft.objects.filter(conversation=talk, body="Half a sent").exists())
    chat.reload()
    expect(chat.locator(BOX)).to_have_value("Half a sent")


def test_openers_replace_untouched_words_and_follow_own_ones(signed_in):
    mentor = MentorProfileFactory()
    listener = UserFactory(first_card_seen_at=timezone.now())
    page = signed_in(listener, f"/mentors/{mentor.user.username}/message/")
    box, openers = page.locator("main textarea"), page.locator("[data-opener]")

    openers.nth(0).click()
    openers.nth(1).click()
    expect(box).to_have_value("Hi. A chat stayed with me, and I would like to talk it through.")
    box.press_sequentially(" Today.")
    openers.nth(2).click()
    expect(box).to_have_value(
        "Hi. A chat stayed with me, and I would like to talk it through. Today. "
        "Hi. I have one question, and a short answer would already help."
    )


def test_looking_again_after_a_change_of_rights_does_not_mark_as_read(chat, talk):
    chat.locator("[data-log]").evaluate("(log) => (log.scrollTop = -400)")
    answer(talk, "A line from the other side")
    with chat.expect_response("**/rows/**"):
        chat.evaluate(
            """document.dispatchEvent(
                 new CustomEvent("live:person", { detail: { key: "rights" } }))"""
        )

    assert ReadMark.objects.get(reader=talk.listener).seq == 30


def test_a_chat_that_is_gone_shows_what_a_missing_page_shows(chat, talk):
    block_person(by=talk.mentor.user, person=talk.listener, at=timezone.now())
    hear(chat, talk)

    expect(chat.get_by_role("heading", name="We cannot find that page")).to_be_visible()
