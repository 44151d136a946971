"""Filters and sorts of the live list stand in the address."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.models import MentorProfile
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, TopicFactory, TopicStrengthFactory
from tests.mentorship.queue.people import HOUR, here, key, keys, reachable

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("queue:live-list")


def coming(response):
    return re.findall(r'<li [^>]*id="next-([^"]+)"', response.content.decode())


def test_filters_are_read_from_the_address(as_listener, url):
    quiet = here(user__display_name="Zoë Löwe")
    TopicStrengthFactory(profile=quiet, topic=TopicFactory(slug="grief", name="Grief"))
    here(capacity=1, active_count=1)
    reachable()

    assert keys(as_listener.get(url, {"q": "zoe LOWE"})) == [key(quiet)]
    assert keys(as_listener.get(url, {"q": "grief"})) == [key(quiet)]
    assert keys(as_listener.get(url, {"topic": "grief"})) == [key(quiet)]
    assert len(keys(as_listener.get(url, {"room": "1"}))) == 2
    assert len(keys(as_listener.get(url, {"here": "1"}))) == 2


def test_my_language_is_the_first_one(sign_in, url):
    client = sign_in(UserFactory(speaks=["pt-BR", "en"]))
    here()
    portuguese = here(user=UserFactory(speaks=["pt-PT", "en"]))

    assert keys(client.get(url, {"mine": "1"})) == [key(portuguese)]


def test_an_empty_result_names_the_filter_to_loosen_and_how_many_that_gives(as_listener, url):
    grief = TopicStrengthFactory(topic=TopicFactory(slug="grief", name="Grief"))
    MentorProfile.objects.filter(pk=grief.profile.pk).update(
        here_until=timezone.now() + HOUR, capacity=1, active_count=1
    )
    here()
    here()

    content = as_listener.get(url, {"room": "1", "topic": "grief"}).content.decode()

    assert "Without “Grief”, 2 fit" in content
    assert "Without “Has room”, 1 fits" in content
    assert content.index("Without “Grief”") < content.index("Without “Has room”")


def test_with_nobody_here_those_who_open_next_fit_the_filter_too(as_listener, url):
    now = timezone.now()
    first, *_others, last = (
        MentorProfileFactory(opens_at=now + hour, opens_until=now + hour + HOUR)
        for hour in (3 * HOUR, 4 * HOUR, 5 * HOUR, 6 * HOUR, 7 * HOUR)
    )
    TopicStrengthFactory(profile=last, topic=TopicFactory(slug="grief", name="Grief"))
    MentorProfile.objects.filter(pk=first.pk).update(active_count=first.capacity)

    assert coming(as_listener.get(url, {"topic": "grief"})) == [key(last)]
    assert coming(as_listener.get(url, {"q": "grief", "here": "1"})) == [key(last)]
    assert key(first) in coming(as_listener.get(url, {"here": "1"}))
    assert key(first) not in coming(as_listener.get(url, {"room": "1"}))
    assert len(coming(as_listener.get(url, {"room": "1"}))) == 3


def test_a_chosen_topic_stays_chosen_when_nobody_who_knows_it_is_there(as_listener, url):
    TopicFactory(slug="grief", name="Grief")

    content = as_listener.get(url, {"topic": "grief"}).content.decode()

    assert '<option value="grief" selected>Grief</option>' in content


def test_other_sorts_are_the_readers_choice_and_never_by_rating(as_listener, url):
    now = timezone.now()
    bear = here(user__display_name="bear", approved_at=now, last_served_at=now)
    ant = here(user__display_name="Ant", approved_at=now - HOUR, capacity=9)

    assert keys(as_listener.get(url)) == [key(ant), key(bear)]
    assert keys(as_listener.get(url, {"sort": "name"})) == [key(ant), key(bear)]
    assert keys(as_listener.get(url, {"sort": "newest"})) == [key(bear), key(ant)]
    assert keys(as_listener.get(url, {"sort": "room"})) == [key(ant), key(bear)]
    assert "rating" not in as_listener.get(url).context["sorts"]


def test_nonsense_in_the_address_counts_as_not_said(as_listener, url):
    mentor = here()

    response = as_listener.get(url, {"sort": "rating", "room": "yes", "q": "\0 ", "seen": "abc"})

    assert keys(response) == [key(mentor)]
