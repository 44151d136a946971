"""What one person does is on the page of another at once, without a reload."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.conversations.operations import block_person, open_conversation, say
from mentorship.profiles.operations import go_away, start_window
from tests.browser.conftest import until
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory
from tests.mentorship.queue.people import here

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def open_page(page, streaming_site, sign_in):
    def opened(path, user):
        cookie = sign_in(user).cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie, "url": streaming_site.url}]
        )
        page.goto(streaming_site.url + path)
        return page

    return opened


@pytest.fixture
def open_as(open_page, streaming_site):
    """The same, and all that the test sees comes by the stream."""
    with streaming_site.brings_everything():
        yield open_page


def test_mentors_come_and_go_on_an_open_queue(open_as):
    here(user__display_name="Sunny Teacup")
    mentor = MentorProfileFactory(user__display_name="Old Oak")
    page = open_as(reverse("queue:live-list"), UserFactory())
    expect(page.locator('[data-live-state="live"]')).to_be_visible()
    expect(page.get_by_role("heading", name="Here (1)")).to_be_visible()

    start_window(mentor=mentor, minutes=60, at=timezone.now())
    expect(page.get_by_role("heading", name="Here (2)")).to_be_visible()
    expect(page.get_by_role("heading", name="Old Oak")).to_be_visible()

    go_away(mentor=mentor, at=timezone.now() + timedelta(seconds=1))
    expect(page.get_by_role("heading", name="Here (1)")).to_be_visible()
    assert page.complaints == []


@pytest.mark.parametrize("name", ["profiles:profile", "directory:mentors"])
def test_other_open_pages_say_that_a_mentor_came_and_went(open_as, name):
    mentor = MentorProfileFactory()
    arguments = [mentor.user.username] if name == "profiles:profile" else []
    page = open_as(reverse(name, args=arguments), UserFactory())
    part = page.locator("[data-about]").first
    expect(part).not_to_contain_text("Here until")

    start_window(mentor=mentor, minutes=60, at=timezone.now())
    expect(part).to_contain_text("Here until")

    go_away(mentor=mentor, at=timezone.now() + timedelta(seconds=1))
    expect(part).not_to_contain_text("Here until")
    assert page.complaints == []


@pytest.mark.parametrize("name", ["profiles:profile", "directory:mentors"])
def test_other_open_pages_show_the_places_of_a_mentor_who_is_away(open_as, name):
    mentor = MentorProfileFactory()
    arguments = [mentor.user.username] if name == "profiles:profile" else []
    page = open_as(reverse(name, args=arguments), UserFactory())
    expect(page.locator("[data-about]").first).to_contain_text("3 of 3 open")

    for left in (2, 1):
        note = {"note": "Hi, I am new.", "client_id": uuid.uuid4(), "at": timezone.now()}
        open_conversation(listener=UserFactory(), mentor=mentor, **note)
        part = page.locator("[data-about]").first
        expect(part).to_contain_text(f"{left} of 3 open")


def asks_again(page):
    """The page asks for its filtered list; within ten seconds of its clock it does."""
    return page.expect_response(
        lambda answer: answer.request.resource_type == "fetch" and "here=yes" in answer.url,
        timeout=60_000,
    )


def test_a_filtered_directory_takes_who_fits_now_while_nobody_is_at_it(open_as):
    here(user__display_name="Sunny Teacup")
    mentor = MentorProfileFactory(user__display_name="Old Oak")
    page = open_as(reverse("directory:mentors") + "?here=yes", UserFactory())
    expect(page.get_by_role("heading", name="Sunny Teacup")).to_be_visible()
    page.get_by_role("link", name="Sunny Teacup").focus()

    with asks_again(page):
        start_window(mentor=mentor, minutes=60, at=timezone.now())
    with asks_again(page):  # somebody was in the way
        pass
    expect(page.get_by_role("heading", name="Old Oak")).to_have_count(0)

    page.get_by_role("searchbox").focus()
    expect(page.get_by_role("heading", name="Old Oak")).to_be_visible(timeout=60_000)
    expect(page.locator("#n-here-yes")).to_have_text("2")
    assert page.complaints == []


def test_an_answer_is_on_the_open_page_of_the_listener(open_as):
    listener, mentor = UserFactory(), here()
    conversation = open_conversation(
        listener=listener,
        mentor=mentor,
        note="Hi, I am new.",
        client_id=uuid.uuid4(),
        at=timezone.now(),
    )
    page = open_as(conversation.get_absolute_url(), listener)
    expect(page.get_by_role("log").get_by_text("Hi, I am new.")).to_be_visible()

    say(
        conversation=conversation,
        author=mentor.user,
        body="Good that you are here.",
        client_id=uuid.uuid4(),
        at=timezone.now(),
    )
    expect(page.get_by_role("log").get_by_text("Good that you are here.")).to_be_visible()
    assert page.complaints == []


def test_a_password_changed_elsewhere_ends_the_stream_of_an_open_page(open_page, streaming_site):
    listener = UserFactory()
    page = open_page(reverse("queue:live-list"), listener)
    expect(page.locator('[data-live-state="live"]')).to_be_visible()
    assert len(streaming_site.application.hub.streams) == 1

    listener.set_password("changed elsewhere")
    listener.save()
    until(page, lambda: not streaming_site.application.hub.streams)


def test_a_block_reaches_open_pages_of_both(open_page):
    talk = ConversationFactory(mentor__user__display_name="Old Oak")
    page = open_page(talk.get_absolute_url(), talk.listener)
    expect(page.get_by_role("heading", name="Chat with Old Oak")).to_be_attached()

    block_person(by=talk.mentor.user, person=talk.listener, at=timezone.now())

    expect(page.get_by_role("heading", name="We cannot find that page")).to_be_visible()


@pytest.mark.parametrize("name", ["queue:live-list", "directory:mentors"])
def test_whom_a_block_hides_leaves_open_lists(open_as, name):
    here(user__display_name="Sunny Teacup")
    mentor = here(user__display_name="Old Oak")
    viewer = UserFactory()
    page = open_as(reverse(name), viewer)
    expect(page.get_by_role("heading", name="Old Oak")).to_be_visible()

    block_person(by=mentor.user, person=viewer, at=timezone.now())

    expect(page.get_by_role("heading", name="Old Oak")).to_have_count(0)
    expect(page.get_by_role("heading", name="Sunny Teacup")).to_be_visible()
