"""Chromium of the machine, pages that remember what the console said, and axe."""

import os
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from mentorship.conversations.operations import mark_read
from tests.browser.streaming import StreamingSite
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MessageFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright runs its own loop

PATIENCE = 60_000  # milliseconds: a busy machine is not a broken page
expect.set_options(timeout=PATIENCE)
REST = 5  # seconds for what a page has asked and nobody waits for

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture
def page(page):
    """A page whose `complaints` lists what the console and the network had to say."""
    page.set_default_timeout(PATIENCE)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("console", lambda line: _note(page, line))
    under_way = set()
    page.on("request", lambda asked: _is_short(asked) and under_way.add(asked))
    for over in ("requestfinished", "requestfailed"):
        page.on(over, lambda asked: under_way.discard(asked))
    # A script that does not read an answer never finishes its request: the server has, by then.
    page.on("response", lambda answer: under_way.discard(answer.request))
    yield page
    # The tables are emptied next: what is on its way arrives before, and nothing follows it. Of a
    # page that was left meanwhile Chromium may never say so; that is no fault of the test.
    page.route("**/*", lambda route: route.abort())
    at_the_latest = time.monotonic() + REST
    while under_way and time.monotonic() < at_the_latest:
        page.wait_for_timeout(50)
    page.context.set_offline(True)
    page.goto("about:blank")


def _is_short(asked):
    return asked.resource_type != "eventsource"


def until(page, holds):
    """Wait, while the page goes on, until something outside of it holds: a row is stored."""
    until_when = time.monotonic() + PATIENCE / 1000
    while not holds():
        assert time.monotonic() < until_when, "It never came to hold."
        page.wait_for_timeout(50)


def _note(page, line):
    if line.type in ("error", "warning"):
        page.complaints.append(f"{line.text} {line.location['url']}")


@pytest.fixture
def axe_finds():
    """A function of a page: the rules it breaks, with the first element of each."""

    def find(page):
        found = Axe().run(page, options=RULES).response["violations"]
        return [(each["id"], each["nodes"][0]["html"][:120]) for each in found]

    return find


@pytest.fixture
def overflows():
    """A function of a page: by how many pixels it is wider than its window."""

    def measure(page):
        return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

    return measure


@pytest.fixture
def streaming_site(transactional_db):
    """The site with its streams; on PostgreSQL, since threads share no memory database."""
    site = StreamingSite()
    yield site
    site.stop()


@pytest.fixture
def signed_in(page, live_server, client):
    """The page, opened as somebody at an address."""

    def open_as(person, path):
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + path)
        return page

    return open_as


@pytest.fixture
def signed_in_again(page, live_server):
    """A function that signs somebody in as another window would: the old token is void."""

    def sign_in(person):
        # The session before this one stays: an answer still on its way in one that has ended
        # would take the new cookie away.
        window = Client()
        window.force_login(person)
        session = window.cookies["sessionid"].value
        page.context.clear_cookies(name="csrftoken")
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return sign_in


@pytest.fixture
def talk(db):
    talk = ConversationFactory(listener=UserFactory(first_card_seen_at=timezone.now()))
    MessageFactory.create_batch(30, conversation=talk, author=talk.mentor.user)
    mark_read(conversation=talk, reader=talk.listener, seq=30)
    return talk


@pytest.fixture
def chat(signed_in, talk):
    page = signed_in(talk.listener, talk.get_absolute_url())
    page.locator("[data-composer]").wait_for()
    return page
