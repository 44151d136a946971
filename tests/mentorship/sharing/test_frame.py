"""The frame in pages of other sites: who is shown, of whom, to whom, and how it stays true."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.people.operations import close_account
from config.live import publish
from config.live.registry import Reader
from mentorship.models import MentorProfile
from mentorship.profiles.operations import (
    change_state,
    go_away,
    set_public,
    set_shown_outside,
)
from mentorship.sharing.receivers import admit, frames
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, TopicStrengthFactory
from tests.mentorship.queue.people import here, key, keys, reachable, soon

pytestmark = pytest.mark.django_db

OUTSIDE = "outside:adult"
HOST = "https://chat.example.org"
AGREED = {"is_public": True, "shown_outside": True}


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.EMBED_ORIGINS = [HOST, "https://*.example.net"]


@pytest.fixture
def url():
    return reverse("sharing:embed-queue")


@pytest.mark.parametrize("name", ["sharing:embed-queue", "sharing:here-now-badge"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_site_that_may_show_it_there_is_no_such_page(client, settings, name, method):
    settings.EMBED_ORIGINS = []

    refused, missing = getattr(client, method)(reverse(name)), client.get("/nowhere/")

    assert refused.status_code == 404
    assert refused.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in missing.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in refused.headers["Content-Security-Policy"]


def test_only_the_sites_of_the_setting_may_show_it(client, url):
    response = client.get(url)

    policy = response.headers["Content-Security-Policy"]
    assert f"frame-ancestors {HOST} https://*.example.net" in policy
    assert "X-Frame-Options" not in response.headers
    assert "script-src 'self'" in policy
    assert client.get("/queue/").headers["X-Frame-Options"] == "DENY"


def test_it_shows_who_agreed_and_is_here_or_reachable_and_nobody_else(client, url):
    present, away = here(**AGREED), reachable(**AGREED)
    here(is_public=True)
    here()
    soon(**AGREED)
    here(**AGREED, accepting=False)
    here(**AGREED, state="paused")
    here(**AGREED, user=UserFactory(is_active=False))
    here(**AGREED, user=UserFactory(dormant=True))
    here(**AGREED, user=UserFactory(teen=True))

    assert keys(client.get(url)) == [key(present), key(away)]


def test_a_row_says_name_topics_and_free_places_and_nothing_else_of_the_person(client, url):
    user = UserFactory(display_name="Harbour <Light>", about="secret", time_zone="Asia/Tokyo")
    mentor = here(user=user, **AGREED, about="long words", headline="a headline", capacity=2)
    TopicStrengthFactory(profile=mentor, topic__name="Grief")

    text = client.get(url).content.decode()

    assert "Harbour &lt;Light&gt;" in text
    assert "Grief" in text
    assert "2 of 2 open" in text
    for hidden in (user.email, "secret", "long words", "a headline", "Tokyo"):
        assert hidden not in text


def test_each_way_out_of_the_frame_opens_a_tab_that_knows_nothing_of_it(client, url):
    here(**AGREED)

    links = re.findall(r"<a [^>]*>", client.get(url).content.decode())

    ways = [link for link in links if 'href="/embed/' not in link]
    assert len(ways) >= 3
    assert [link for link in ways if 'target="_blank" rel="noopener"' not in link] == []


def test_with_nobody_here_it_says_so_and_names_a_way_on(client, url):
    response = client.get(url)

    assert keys(response) == []
    assert "Nobody is here this minute" in response.content.decode()
    assert reverse("sharing:ask") in response.content.decode()


def test_it_reads_and_sets_no_cookie_and_asks_for_no_session(
    as_listener, url, django_assert_num_queries
):
    here(**AGREED)

    with django_assert_num_queries(3):  # version, mentors, topics
        response = as_listener.get(url)

    assert response.cookies == {}
    assert "Cookie" not in response.headers["Vary"]
    assert "csrf" not in response.content.decode()


@pytest.mark.parametrize("mentors", [1, 3, 30])
def test_it_costs_the_same_for_any_number_of_rows(client, url, mentors, django_assert_num_queries):
    for mentor in [here(**AGREED) for _ in range(mentors)]:
        TopicStrengthFactory(profile=mentor)

    with django_assert_num_queries(3):
        assert len(keys(client.get(url))) == mentors


def test_what_was_seen_already_costs_one_read(client, url, django_assert_num_queries):
    here(**AGREED)
    seen = str(publish.version(OUTSIDE))

    with django_assert_num_queries(1):
        response = client.get(url, {"seen": seen})

    assert (response.status_code, response.content) == (204, b"")


def test_everybody_may_read_the_stream_and_only_while_it_is_switched_on(settings):
    visitor = Reader("", "en", None)

    assert admit(OUTSIDE, visitor) is not None
    assert admit("outside:teen", visitor) is None
    settings.EMBED_ORIGINS = []
    assert admit(OUTSIDE, visitor) is None


def test_the_stream_carries_the_rows_of_the_page(client, url):
    mentor = here(**AGREED)
    hidden = here()

    found = frames(OUTSIDE, [key(mentor), key(hidden)], "en")

    assert list(found) == [key(mentor)]
    assert str(found[key(mentor)].html) in client.get(url).content.decode()


def coordinator():
    return UserFactory(coordinator=True, moderator=True)


LEAVING = {
    "the consent withdrawn": lambda mentor: set_shown_outside(mentor=mentor, shown=False),
    "no longer public": lambda mentor: set_public(mentor=mentor, is_public=False),
    "away": lambda mentor: go_away(mentor=mentor, at=timezone.now()),
    "the role paused": lambda mentor: change_state(
        mentor=mentor, act="pause", actor=coordinator(), reason="Rest.", at=timezone.now()
    ),
    "the role ended": lambda mentor: change_state(
        mentor=mentor, act="end", actor=coordinator(), reason="Done.", at=timezone.now()
    ),
    "the account closed": lambda mentor: close_account(
        user=mentor.user, actor=coordinator(), reason="Spam.", at=timezone.now()
    ),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_open_frames_lose_a_mentor_at_once(leave):
    mentor = here(**AGREED)
    before = publish.version(OUTSIDE)

    leave(mentor)

    assert publish.version(OUTSIDE) == before + 1
    assert frames(OUTSIDE, [key(mentor)], "en") == {}


@pytest.mark.django_db(transaction=True)
def test_what_others_do_says_nothing_to_the_frames():
    mentor = here(is_public=True)

    go_away(mentor=mentor, at=timezone.now())

    assert publish.version(OUTSIDE) == 0
    assert MentorProfile.objects.outside().count() == 0


def test_a_full_mentor_is_shown_as_full(client, url):
    MentorProfileFactory(
        **AGREED, capacity=1, active_count=1, here_until=here().here_until, seen_at=timezone.now()
    )

    text = client.get(url).content.decode()

    assert "Full right now" in text
    assert "Talk to" not in text
