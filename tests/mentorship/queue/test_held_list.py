"""The list is held in memory for who may see the same; nobody gets what is not theirs to see."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from accounts.models import Block
from config.live import publish
from mentorship.models import MentorProfile
from mentorship.queue.pages import held
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
