"""What the stream carries is what the page shows, for exactly those who may see it."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from config.live import publish
from config.live.registry import Reader, family_of
from mentorship.models import MentorProfile
from mentorship.profiles.operations import go_away, settle_presence, start_window
from mentorship.queue.receivers import admit, frames
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import MentorProfileFactory, TopicStrengthFactory
from tests.mentorship.queue.people import here, key, keys, later, reachable, soon

pytestmark = pytest.mark.django_db

ROW = re.compile(r'<li class="mrow[^>]*data-live-key="([^"]+)" data-order="([^"]+)".*?</li>', re.S)


def rows_of(response):
    """The rows of a page by key, each as its order and its bytes."""
    found = ROW.finditer(response.content.decode())
    return {match[1]: (match[2], match[0]) for match in found}


def reader(user=None):
    return Reader(str(user.public_id) if user else "", "en", user or AnonymousUser())


def shown_to(user, channel="queue:adult"):
    """The keys that a reader's stream shows."""
    allowed = admit(channel, reader(user))
    everything = frames(channel, None, "en")
    return {row for row, frame in everything.items() if allowed.shows(row, frame)}


def apply(rows, changed, channel="queue:adult"):
    """What a page makes of frames: replaced, added at their own place, or gone."""
    present = frames(channel, changed, "en")
    merged = dict(rows)
    for one in changed:
        merged.pop(one, None)
        if one in present and present[one].html:
            merged[one] = (present[one].order, present[one].html.strip())
    return dict(sorted(merged.items(), key=lambda row: row[1][0]))


def test_the_queue_has_a_family_of_channels():
    assert (family_of("queue:adult").render, family_of("queue:adult").admit) == (frames, admit)


def test_a_page_that_takes_the_frames_shows_what_a_fresh_page_shows(
    as_listener, django_capture_on_commit_callbacks
):
    url = reverse("queue:live-list")
    at = timezone.now()
    leaves, comes, fills, stays = here(), MentorProfileFactory(), here(capacity=2), soon()
    TopicStrengthFactory(profile=stays)
    before = rows_of(as_listener.get(url))

    with django_capture_on_commit_callbacks(execute=True):
        go_away(mentor=leaves, at=at)
        start_window(mentor=comes, at=at)
        MentorProfile.objects.filter(pk=fills.pk).update(active_count=2, last_served_at=at)
    after = apply(before, [key(leaves), key(comes), key(fills)])

    fresh = rows_of(as_listener.get(url))
    assert list(after) == list(fresh)
    assert after == fresh
    assert set(fresh) == {key(comes), key(fills), key(stays)}


def test_a_row_holds_nothing_personal_and_is_the_same_for_every_reader(sign_in):
    mentor = here()
    url = reverse("queue:live-list")

    pages = [rows_of(sign_in(UserFactory()).get(url))[key(mentor)] for _reader in range(2)]
    frame = frames("queue:adult", [key(mentor)], "en")[key(mentor)]

    assert pages[0] == pages[1] == (frame.order, frame.html.strip())
    assert "<time datetime=" in frame.html
    assert "csrf" not in frame.html


def test_the_stream_and_the_page_show_the_same_rows_to_everybody(sign_in, client):
    here(user=UserFactory(speaks=["pt-PT"]))
    here(is_public=True, user=UserFactory(speaks=["de"]))
    own = here(user=UserFactory(speaks=["fi"]))
    reachable(user=UserFactory(speaks=["en", "pt"]))
    url = reverse("queue:live-list")

    for user in (
        UserFactory(speaks=["pt-BR"]),
        UserFactory(),
        UserFactory(speaks=["de"]),
        own.user,
    ):
        assert shown_to(user) == set(keys(sign_in(user).get(url)))
    assert shown_to(None) == set(keys(client.get(url)))


def test_teens_and_adults_read_the_stream_of_their_own_space_alone():
    teen_mentor, adult_mentor, cleared = here(user=UserFactory(teen=True)), here(), here()
    ClearanceFactory(user=cleared.user, cleared_until=timezone.now().date())
    teen, adult = UserFactory(teen=True), UserFactory()

    assert admit("queue:teen", reader(adult)) is None
    assert admit("queue:adult", reader(teen)) is None
    assert admit("queue:teen", reader()) is None
    assert shown_to(teen, "queue:teen") == {key(teen_mentor), key(cleared)}
    assert shown_to(adult) == {key(adult_mentor), key(cleared)}


def test_a_channel_of_no_space_is_refused():
    assert admit("queue:", reader(UserFactory())) is None
    assert admit("queue:staff", reader()) is None


def test_nobody_without_a_language_in_common_learns_of_a_row():
    here(user=UserFactory(speaks=[]))

    assert shown_to(UserFactory()) == set()


@pytest.mark.parametrize("mentors", [1, 3])
def test_frames_cost_the_same_for_any_number_of_rows(mentors, django_assert_num_queries):
    for _mentor in range(mentors):
        here()

    with django_assert_num_queries(3):
        assert len(frames("queue:adult", None, "en")) == mentors


def test_a_row_is_rendered_once_for_what_it_shows():
    mentor = here()
    first = frames("queue:adult", [key(mentor)], "en")[key(mentor)].html

    again = frames("queue:adult", [key(mentor)], "en")[key(mentor)].html
    MentorProfile.objects.filter(pk=mentor.pk).update(active_count=1)
    changed = frames("queue:adult", [key(mentor)], "en")[key(mentor)].html

    assert again is first
    assert "3 of 3 open" in first
    assert "2 of 3 open" in changed


def test_open_pages_hear_of_a_mentor_who_is_away_and_of_nobody_they_may_not_know():
    away, foreign = later(), later(user=UserFactory(speaks=["de"]))
    paused = MentorProfileFactory(state=MentorProfile.State.PAUSED)
    allowed = admit("queue:adult", reader(UserFactory()))

    found = frames("queue:adult", [key(away), key(foreign), key(paused)], "en")

    assert {one: frame.html for one, frame in found.items()} == {key(away): "", key(foreign): ""}
    assert [one for one, frame in found.items() if allowed.shows(one, frame)] == [key(away)]
    assert frames("queue:adult", None, "en") == {}


def test_a_refresh_of_what_is_already_seen_costs_one_read_and_returns_nothing(
    as_listener, django_assert_num_queries
):
    here()
    page = as_listener.get(reverse("queue:live-list"))
    seen = re.search(r'data-live-seen="(\d+)"', page.content.decode())[1]

    with django_assert_num_queries(3):  # session, person, version
        response = as_listener.get(reverse("queue:live-list"), {"seen": seen})

    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.django_db(transaction=True)
def test_after_a_change_the_refresh_returns_the_list(as_listener):
    mentor = here()
    url = reverse("queue:live-list")
    seen = publish.version("queue:adult")

    go_away(mentor=mentor, at=timezone.now())
    response = as_listener.get(url, {"seen": str(seen)}, headers={"HX-Request": "true"})

    assert response.status_code == 200
    assert keys(response) == []


@pytest.mark.django_db(transaction=True)
def test_what_another_process_changes_reaches_open_pages(as_listener):
    at = timezone.now()
    mentor = MentorProfileFactory(here_until=at - timedelta(seconds=1), seen_at=at)
    url = reverse("queue:live-list")
    seen = str(publish.version("queue:adult"))

    def elsewhere():
        try:
            settle_presence(mentor.pk, at=at)
        finally:
            connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join(timeout=30)

    assert publish.version("queue:adult") == int(seen) + 1
    assert as_listener.get(url, {"seen": seen}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_each_change_of_a_mentor_touches_their_space_and_their_own_pages():
    mentor = MentorProfileFactory()

    start_window(mentor=mentor, at=timezone.now())

    assert publish.version("queue:adult") == 1
    assert publish.version("queue:teen") == 0
    assert publish.version(f"person:{mentor.user.public_id}") == 1


def test_the_page_names_channel_version_and_address_for_its_stream(as_listener):
    publish.touch("queue:adult", "x")

    plain = as_listener.get(reverse("queue:live-list")).content.decode()
    sorted_by_name = as_listener.get(reverse("queue:live-list"), {"sort": "name"}).content.decode()

    assert 'data-live-list="queue:adult"' in plain
    assert 'data-live-apply="rows"' in plain
    assert 'data-live-apply="refresh" data-live-url="/queue/?sort=name"' in sorted_by_name
    assert 'name="live"' in plain
