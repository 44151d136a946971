"""What the queue makes of its stream: one's own row, nobody here, the turns beside the list."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.conversations.operations import open_conversation, say
from mentorship.models import MentorProfile
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.operations import go_away, start_window
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory
from tests.mentorship.queue.people import here, later

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue_of(page, streaming_site, sign_in):
    """The open queue of somebody, its stream running."""

    def opened(user):
        cookie = sign_in(user).cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie, "url": streaming_site.url}]
        )
        page.goto(streaming_site.url + reverse("queue:live-list"))
        expect(page.locator('[data-live-state="live"]')).to_be_visible()
        return page

    with streaming_site.brings_everything():
        yield opened


def test_a_mentor_who_goes_here_finds_their_own_row_marked(queue_of):
    mentor = MentorProfileFactory(user__display_name="Old Oak")
    page = queue_of(mentor.user)

    page.get_by_role("radio", name="Here now").check()

    row = page.locator(f"#mentor-{mentor.public_id}")
    expect(row.get_by_text("You", exact=True)).to_be_visible()
    expect(row.get_by_role("link", name="Message")).to_have_count(0)


def test_away_on_one_device_is_away_on_the_other(queue_of):
    mentor = here()
    page = queue_of(mentor.user)
    expect(page.get_by_role("radio", name="Here now")).to_be_checked()

    go_away(mentor=mentor, at=timezone.now())

    expect(page.get_by_role("radio", name="Away")).to_be_checked()


def test_when_the_last_one_leaves_the_page_says_who_opens_next(queue_of):
    mentor = here()
    later(user__display_name="Morning Field")
    page = queue_of(UserFactory())
    expect(page.get_by_text("No mentor is here this minute")).to_be_hidden()

    go_away(mentor=mentor, at=timezone.now())
    expect(page.get_by_text("No mentor is here this minute")).to_be_visible()
    expect(page.get_by_role("heading", name="Morning Field")).to_be_visible()

    start_window(mentor=mentor, at=timezone.now() + timedelta(seconds=1))
    expect(page.get_by_text("No mentor is here this minute")).to_be_hidden()


def test_with_nobody_here_who_comes_next_follows_what_changes(queue_of):
    now = timezone.now()
    first = later(user__display_name="Morning Field")
    second = later(user__display_name="Old Oak")
    page = queue_of(UserFactory())
    following = page.get_by_role("list", name="Next to open")
    expect(following.get_by_role("link", name="Message")).to_have_count(2)

    MentorProfile.objects.filter(pk=second.pk).update(active_count=second.capacity)
    touch_mentor(second)
    expect(following.get_by_role("link", name="Who else")).to_have_count(1)
    expect(page.get_by_text("more can be written to.")).to_be_hidden()

    near = now + timedelta(minutes=20)
    MentorProfile.objects.filter(pk=first.pk).update(opens_at=near)
    touch_mentor(first)
    expect(page.get_by_role("heading", name="Within the hour (1)")).to_be_visible()
    expect(page.get_by_role("heading", name="Morning Field")).to_have_count(1)


def test_with_nobody_here_nothing_moves_under_the_pointer(queue_of):
    mentor = later(user__display_name="Morning Field")
    page = queue_of(UserFactory())
    row = page.get_by_role("list", name="Next to open").get_by_role("listitem")
    row.hover()

    MentorProfile.objects.filter(pk=mentor.pk).update(active_count=mentor.capacity)
    with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
        touch_mentor(mentor)
    expect(row.get_by_role("link", name="Message")).to_be_visible()

    page.get_by_role("heading", name="Quality Queue").hover()
    expect(row.get_by_role("link", name="Who else")).to_be_visible()


def test_the_line_of_the_others_counts_those_whom_the_list_does_not_name(queue_of):
    here()
    mentor = MentorProfileFactory()
    page = queue_of(UserFactory())
    expect(page.get_by_text("1 more can be written to.")).to_be_visible()

    start_window(mentor=mentor, at=timezone.now())
    expect(page.get_by_role("heading", name="Here (2)")).to_be_visible()
    expect(page.get_by_text("more can be written to.")).to_be_hidden()

    go_away(mentor=mentor, at=timezone.now() + timedelta(seconds=1))
    expect(page.get_by_text("1 more can be written to.")).to_be_visible()


def test_an_answer_makes_it_my_turn_beside_the_list(queue_of):
    listener, mentor = UserFactory(), here()
    talk = open_conversation(
        listener=listener,
        mentor=mentor,
        note="Hi, I am new.",
        client_id=uuid.uuid4(),
        at=timezone.now(),
    )
    page = queue_of(listener)
    expect(page.get_by_text("Their turn")).to_be_visible()

    say(
        conversation=talk,
        author=mentor.user,
        body="Good that you are here.",
        client_id=uuid.uuid4(),
        at=timezone.now(),
    )

    expect(page.get_by_text("Your turn")).to_be_visible()
