"""The list is held in memory for who may see the same; nobody gets what is not theirs to see."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from time import sleep

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from config.live import publish
from mentorship.models import MentorProfile
from mentorship.queue.pages import held
from mentorship.queue.rules import Wish
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory
from tests.mentorship.queue.people import here, key, keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("queue:live-list")


@pytest.fixture(autouse=True)
def _held(settings):
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": memory, "LOCATION": "held-list"}}
    caches["pages"].clear()


@pytest.fixture
def made(monkeypatch):
    """How often a list was made."""
    calls, make = [], held.queue_page

    def counted(*arguments, **values):
        calls.append(arguments)
        return make(*arguments, **values)

    monkeypatch.setattr(held, "queue_page", counted)
    # One stretch of holding, however slow the machine is.
    monkeypatch.setattr(held, "HELD_FOR", timedelta(days=36_500))
    return calls


def test_who_may_see_the_same_gets_the_list_that_was_made_once(sign_in, url, made):
    mentor = here()

    pages = [sign_in(UserFactory()).get(url) for _ in range(3)]

    assert [keys(page) for page in pages] == [[key(mentor)]] * 3
    assert len(made) == 1


def test_a_change_is_seen_at_once(sign_in, url, made, django_capture_on_commit_callbacks):
    mentor = here()
    client = sign_in(UserFactory())
    client.get(url)

    with django_capture_on_commit_callbacks(execute=True):
        MentorProfile.objects.filter(pk=mentor.pk).update(here_until=None)
        publish.touch("queue:adult", key(mentor))

    assert keys(client.get(url)) == []


def test_a_block_takes_the_row_away_from_these_two_alone(sign_in, url, made):
    mentor, blocked = here(), UserFactory()
    assert keys(sign_in(blocked).get(url)) == [key(mentor)]

    Block.objects.create(blocker=mentor.user, blocked=blocked, made_at=timezone.now())

    assert keys(sign_in(blocked).get(url)) == []
    assert keys(sign_in(UserFactory()).get(url)) == [key(mentor)]


def test_other_languages_spaces_and_clocks_have_lists_of_their_own(sign_in, client, url, made):
    mentor = here()

    assert keys(sign_in(UserFactory()).get(url)) == [key(mentor)]
    assert keys(sign_in(UserFactory(speaks=["pt"])).get(url)) == []
    assert keys(sign_in(UserFactory(teen=True)).get(url)) == []
    assert keys(client.get(url)) == []
    assert keys(sign_in(UserFactory(time_zone="Asia/Tokyo")).get(url)) == [key(mentor)]
    assert len(made) == 5


def test_a_mentor_alone_sees_the_own_row_marked(sign_in, url, made):
    mentor = here()

    own = sign_in(mentor.user).get(url).content.decode()
    of_others = sign_in(UserFactory()).get(url).content.decode()

    assert own.count('<span class="tag tag--brand">You</span>') == 2  # the row, and the stencil
    assert of_others.count('<span class="tag tag--brand">You</span>') == 1


def test_mentors_take_the_list_that_was_made_for_all_with_the_own_row_marked(sign_in, url, made):
    mentor, other = here(), here()
    sign_in(UserFactory()).get(url)

    page = sign_in(mentor.user).get(url).content.decode()

    own, of_other = (
        re.search(rf'<li [^>]*id="mentor-{key(one)}".*?</li>', page, re.DOTALL)[0]
        for one in (mentor, other)
    )
    assert len(made) == 1
    assert f'<div data-own="{key(mentor)}" id="mentor-list"' in page
    assert "You</span>" in own
    assert "data-message" not in own
    assert "You</span>" not in of_other
    assert "data-message" in of_other


def test_a_mentor_who_named_no_language_shares_a_list_with_nobody(sign_in, url, made):
    silent = here(user=UserFactory(speaks=[]))

    assert keys(sign_in(silent.user).get(url)) == [key(silent)]
    assert keys(sign_in(UserFactory(speaks=[])).get(url)) == []
    assert keys(sign_in(UserFactory()).get(url)) == []
    assert len(made) == 3


def test_one_filter_is_made_once_for_all_who_choose_it(sign_in, url, made):
    mentor = here()
    here(capacity=1, active_count=1)

    pages = [sign_in(UserFactory()).get(url, {"room": "1"}) for _ in range(2)]

    assert [keys(page) for page in pages] == [[key(mentor)]] * 2
    assert len(made) == 1


def test_words_that_somebody_looks_for_are_held_for_nobody(sign_in, url, made):
    here()

    for _ in range(2):
        sign_in(UserFactory()).get(url, {"q": "calm"})

    assert len(made) == 2


def test_a_newer_list_takes_the_place_of_the_older_one(
    sign_in, url, made, django_capture_on_commit_callbacks
):
    mentor = here()
    client = sign_in(UserFactory())

    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            publish.touch("queue:adult", key(mentor))
        client.get(url)

    assert len(made) == 3
    assert len(caches["pages"]._cache) == 1


def test_many_who_ask_at_once_have_it_made_by_one(monkeypatch):
    """The first one makes it while the second waits, and takes what was made."""
    calls, begun, asked = [], Event(), held.ListOf(AnonymousUser(), None, "queue:adult", 1)

    def slowly(*_arguments, **_values):
        calls.append(1)
        begun.set()
        sleep(0.2)
        return held.ListHtml("rows", "filters")

    monkeypatch.setattr(held, "_made", slowly)
    at = timezone.now()
    with ThreadPoolExecutor(2) as people:
        first = people.submit(held.list_html, asked, Wish(), at=at)
        begun.wait(10)
        second = people.submit(held.list_html, asked, Wish(), at=at)

    assert first.result() == second.result() == held.ListHtml("rows", "filters")
    assert len(calls) == 1


def test_what_is_the_readers_own_is_not_held(sign_in, url, made):
    reader, other = UserFactory(), UserFactory()
    talk = ConversationFactory(listener=reader)
    path = talk.get_absolute_url()

    assert path in sign_in(reader).get(url).content.decode()
    assert path not in sign_in(other).get(url).content.decode()


def test_a_filtered_list_is_made_for_whoever_asks(sign_in, url, made):
    mentor = here()
    client = sign_in(UserFactory())

    assert keys(client.get(url)) == [key(mentor)]
    assert keys(client.get(url, {"q": "nobody is called so"})) == []
    assert keys(client.get(url)) == [key(mentor)]


def test_time_alone_is_seen_when_the_stretch_is_over(sign_in, url, monkeypatch):
    at = timezone.now()
    MentorProfileFactory(here_until=at + timedelta(minutes=5), seen_at=at)
    client = sign_in(UserFactory())
    assert len(keys(client.get(url))) == 1

    later = at + timedelta(minutes=6)
    monkeypatch.setattr("mentorship.queue.views.timezone.now", lambda: later)

    assert keys(client.get(url)) == []
