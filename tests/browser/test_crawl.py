"""Every page that a role can reach by links: headers, console, foreign requests, axe, width.

The nouns are two words long, the names as long as they may be, and both themes are looked at.
"""

from collections import deque
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from config.kit.nouns import Noun
from mentorship.models import Leave, MentorApplication, Situation, WeeklyHours
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import (
    ConversationFactory,
    MentorProfileFactory,
    MessageFactory,
    TopicStrengthFactory,
    TrackFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADERS = {
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-request-id",
}
ROLES = ["visitor", "listener", "teen", "mentor", "coordinator", "moderator"]
NOT_PAGES = {"admin", "live"}


@pytest.fixture
def community(settings):
    """One person of each role, and enough between them that no page is empty."""
    settings.SAMPLE = True
    settings.NOUNS = settings.NOUNS | {
        "mentor": Noun("Listener Supporter", "Listener Supporters"),
        "listener": Noun("Evening Listener", "Evening Listeners", "an"),
    }
    now = timezone.now()
    people = {
        "listener": UserFactory(display_name="W" * 60, first_card_seen_at=now),
        "teen": UserFactory(teen=True, first_card_seen_at=now),
        "coordinator": UserFactory(coordinator=True, first_card_seen_at=now),
        "moderator": UserFactory(moderator=True, first_card_seen_at=now),
    }
    for space, name in (("adult", "mentor"), ("teen", "teen_mentor")):
        profile = MentorProfileFactory(
            user__band=space,
            user__display_name="M" * 60,
            user__first_card_seen_at=now,
            is_public=True,
            about="Two *words*, and " + "w" * 100,
            style_text_voice=2,
            here_until=now + timedelta(hours=1),
            seen_at=now,
        )
        TopicStrengthFactory.create_batch(3, profile=profile)
        fill(profile)
        people[name] = profile.user
    MentorApplication.objects.create(
        user=UserFactory(display_name="A" * 60), headline="w" * 200, why="w" * 300, submitted_at=now
    )
    talk = ConversationFactory(mentor=people["mentor"].mentor_profile, listener=people["listener"])
    MessageFactory(conversation=talk, body="A long word: " + "w" * 200)
    MessageFactory(conversation=talk, author=people["mentor"])
    return people


def fill(profile):
    """Every section of a profile has something to show."""
    Situation.objects.create(profile=profile, text="w" * 200)
    profile.tracks.add(TrackFactory(name="T" * 60))
    for weekday in range(7):
        WeeklyHours.objects.create(profile=profile, weekday=weekday, starts=600, ends=660)
    today = timezone.now().date()
    Leave.objects.create(profile=profile, starts_on=today, ends_on=today + timedelta(days=2))


@pytest.fixture
def visit_as(client, context, live_server, community):
    def sign_in(role):
        if role != "visitor":
            client.force_login(community[role])
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return sign_in


def _key(path):
    """Pages of one view are looked at once with and once without a query."""
    parts = urlsplit(path)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if set(found.namespaces) & NOT_PAGES:
        return None
    return found.view_name or found.route, bool(parts.query)


def _links(page):
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    here = page.url
    for href in hrefs:
        whole = urlsplit(urljoin(here, href))
        if whole.netloc == urlsplit(here).netloc and whole.scheme.startswith("http"):
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def _faults(page, response, axe_finds, overflows):
    """What is wrong with the page that is open."""
    found = [f"no header {name}" for name in HEADERS - set(response.headers)]
    if response.status >= 400:
        found.append(f"status {response.status}")
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}, {width} px: {rule} {html}" for rule, html in axe_finds(page)]
        if overflows(page) > 0:
            found.append(f"wider than {width} px by {overflows(page)}")
    # The stream is an application of its own, which this server does not run.
    return found + [line for line in page.complaints if "/live/" not in line]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_holds(page, live_server, visit_as, axe_finds, overflows, role):
    visit_as(role)
    foreign = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(live_server.url) else foreign.append(asked.url),
    )
    waiting, seen, faults = deque(["/", "/urgent-help/"]), set(), {}

    while waiting:
        path = waiting.popleft()
        key = _key(path)
        if key is None or key in seen:
            continue
        seen.add(key)
        page.complaints.clear()
        response = page.goto(live_server.url + path, wait_until="load")
        if found := _faults(page, response, axe_finds, overflows):
            faults[path] = found
        waiting.extend(_links(page))

    assert faults == {}
    assert foreign == []
    assert len(seen) > 3
