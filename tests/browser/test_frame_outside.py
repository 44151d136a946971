"""The frame inside a page of another site: shown where it may be, live, and out into a new tab."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.profiles.operations import set_shown_outside, start_window
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory
from tests.mentorship.queue.people import here

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AGREED = {"is_public": True, "shown_outside": True}


class HostPage(BaseHTTPRequestHandler):
    """A page of the host that shows whatever frame and badge it is told to."""

    def do_GET(self):
        site = self.server.site
        body = (
            f'<!doctype html><title>Chats</title><img alt="" src="{site}/badge/here-now.svg">'
            f'<iframe title="Mentors" width="400" height="600" src="{site}/embed/queue/"></iframe>'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture
def host(streaming_site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), HostPage)
    # By another name than the site's own, so that it is another site to the browser too.
    server.site = streaming_site.url
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_frame_of_a_named_site_is_live_and_keeps_no_cookie(page, host, settings):
    settings.EMBED_ORIGINS = [host]
    leaving = here(user=UserFactory(display_name="Old Oak"), **AGREED)
    coming = MentorProfileFactory(user__display_name="Calm Brook", **AGREED)

    page.goto(host)
    frame = page.frame_locator("iframe")
    expect(frame.locator('[data-live-state="live"]')).to_be_visible()
    expect(frame.get_by_role("heading", name="Old Oak")).to_be_visible()

    start_window(mentor=coming, at=timezone.now())
    expect(frame.get_by_role("heading", name="Calm Brook")).to_be_visible()
    set_shown_outside(mentor=leaving, shown=False)
    expect(frame.get_by_role("heading", name="Old Oak")).to_have_count(0)

    width = page.locator("img").evaluate("picture => picture.naturalWidth")
    assert width > 100
    assert page.context.cookies() == []


def test_the_way_out_of_the_frame_opens_the_message_in_a_new_tab(page, host, settings):
    settings.EMBED_ORIGINS = [host]
    mentor = here(user=UserFactory(display_name="Old Oak"), **AGREED)
    page.goto(host)

    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Talk to Old Oak").click()

    opened.value.wait_for_load_state()
    asked = f"{reverse('sharing:ask')}?mentor={mentor.user.username}&from=frame"
    assert opened.value.url.endswith(asked)
    expect(opened.value.get_by_role("heading", name="Talk to Old Oak")).to_be_visible()


def test_a_site_that_is_not_named_shows_nothing(page, host, settings):
    settings.EMBED_ORIGINS = ["https://chat.example.org"]
    here(user=UserFactory(display_name="Old Oak"), **AGREED)

    page.goto(host)

    expect(page.frame_locator("iframe").get_by_text("Old Oak")).to_have_count(0)
    assert any("frame-ancestors" in line for line in page.complaints)
