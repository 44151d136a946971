"""Every page of each role, by links and by the matrix: headers, console, requests, axe, width.

The nouns are two words long, the names as long as they may be, and both themes are looked at.
"""

import re
from collections import deque
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils import timezone

from config.kit.nouns import Noun
from mentorship.models import MentorProfile, Situation, WeeklyHours
from tests.authorisation.cast import make_cast
from tests.authorisation.matrix import path_of, rows
from tests.factories.mentorship import (
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
# Made for the pages of other sites, which its own policy names.
FRAMED = {"/embed/queue/": {"x-frame-options"}}
ROLES = ["visitor", "listener", "teen", "mentor", "coordinator", "moderator"]
NOT_PAGES = {"admin", "live"}


# What a role is called by default, which no page says where the community calls it otherwise.
# The names of the files of an export are the same everywhere.
OWN_WORDS = re.compile(r"(?<![@\w])(mentors?|listeners?(?! supporter))\b(?!@|\.csv)", re.I)


@pytest.fixture
def community(settings):
    """One person of each role, and enough between them that no page is empty."""
    settings.SAMPLE = settings.TEEN_SPACE_OPEN = True
    settings.EMBED_ORIGINS = ["https://chat.example.org"]
    settings.NOUNS = settings.NOUNS | {
        "mentor": Noun("Listener Supporter", "Listener Supporters"),
        "listener": Noun("Evening Writer", "Evening Writers", "an"),
    }
    cast = make_cast()
    rename(cast.people["listener"], "W" * 60)
    rename(cast.people["outsider"], "A" * 60)
    mentor = cast.people["mentor"].mentor_profile
    other = cast.people["other mentor"].mentor_profile
    teens = MentorProfile.objects.get(user__username="teen_mentor")
    for profile in (mentor, other, teens):
        fill(profile)
    (talk,) = mentor.conversations.all()
    MessageFactory(conversation=talk, body="A long word: " + "w" * 200)
    MessageFactory(conversation=talk, author=mentor.user)
    MentorProfileFactory(is_public=True)
    return cast


def rename(user, name):
    user.display_name = name
    user.save()


def fill(profile):
    """Every section of a profile has something to show, and the mentor is here."""
    now = timezone.now()
    rename(profile.user, "M" * 60)
    profile.is_public = profile.user.band == "adult"
    profile.shown_outside = profile.is_public
    profile.about = "Two *words*, and " + "w" * 100
    profile.style_text_voice = 2
    profile.here_until, profile.seen_at = now + timedelta(hours=1), now
    profile.save()
    TopicStrengthFactory.create_batch(3, profile=profile)
    Situation.objects.create(profile=profile, text="w" * 200)
    profile.tracks.add(TrackFactory(name="T" * 60))
    for weekday in range(7):
        WeeklyHours.objects.create(profile=profile, weekday=weekday, starts=600, ends=660)


def paths_of(role, cast):
    """What the matrix says that this role may read."""
    return [
        path_of(row["url"], cast.targets[row["target"]][0])
        for row in rows()
        if row["method"] == "GET" and row[role] in ("ok", "done")
    ]


@pytest.fixture
def visit_as(client, context, live_server, community):
    def sign_in(role):
        if role != "visitor":
            client.force_login(community.people[role])
            cookie = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    return sign_in


def _key(path):
    """Pages of one view are looked at once with and once without a query, each section apart."""
    parts = urlsplit(path)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    if set(found.namespaces) & NOT_PAGES:
        return None
    return found.view_name or found.route, found.kwargs.get("section"), bool(parts.query)


def _path(address):
    whole = urlsplit(address)
    return whole.path + (f"?{whole.query}" if whole.query else "")


def _links(page):
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    here = page.url
    for href in hrefs:
        whole = urlsplit(urljoin(here, href))
        if whole.netloc == urlsplit(here).netloc and whole.scheme.startswith("http"):
            yield _path(whole.geturl())


def _is_page(answer):
    """Whether it is a document by itself; a fragment, a number and a redirect are not."""
    return answer.status == 200 and "<!doctype html" in answer.text()[:200].lower()


def _faults(page, axe_finds, overflows):
    """What is wrong with the page that is open."""
    found = []
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{scheme}, {width} px: {rule} {html}" for rule, html in axe_finds(page)]
        if overflows(page) > 0:
            found.append(f"wider than {width} px by {overflows(page)}")
    if said := OWN_WORDS.search(page.locator("body").inner_text()):
        found.append(f"says {said[0]}")
    # The stream is an application of its own, which this server does not run.
    return found + [line for line in page.complaints if "/live/" not in line]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_holds(page, live_server, visit_as, community, axe_finds, overflows, role):
    visit_as(role)
    foreign = []
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(live_server.url) else foreign.append(asked.url),
    )
    waiting, seen, faults = deque(["/", *paths_of(role, community)]), set(), {}

    while waiting:
        path = waiting.popleft()
        key = _key(path)
        if key is None or key in seen:
            continue
        seen.add(key)
        answer = page.request.get(live_server.url + path, max_redirects=0)
        headers = HEADERS - FRAMED.get(urlsplit(path).path, set())
        found = [f"no header {name}" for name in sorted(headers - set(answer.headers))]
        if answer.status >= 400:
            found.append(f"status {answer.status}")
        if _is_page(answer):
            page.complaints.clear()
            page.goto(live_server.url + path, wait_until="load")
            found += _faults(page, axe_finds, overflows)
            waiting.extend(_links(page))
        elif "location" in answer.headers:
            waiting.append(_path(urljoin(live_server.url + path, answer.headers["location"])))
        if found:
            faults[path] = found

    assert faults == {}
    assert foreign == []
    assert {_key(path) for path in paths_of(role, community)} - {None} <= seen
