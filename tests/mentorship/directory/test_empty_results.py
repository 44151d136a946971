"""Where nobody is found, the page names what to let go of and how many that would give."""

import re

import pytest

from tests.factories.mentorship import TopicFactory, TrackFactory
from tests.mentorship.directory.people import URL, mentor

pytestmark = pytest.mark.django_db


def test_an_empty_result_names_the_filter_to_loosen_and_what_that_gives(client, reader):
    grief = TopicFactory(slug="grief", name="Grief")
    mentor("Full Fir", topics=[grief], capacity=1, active_count=1)

    response = client.get(URL, {"topic": "grief", "room": "yes"})
    page = response.content.decode()

    assert "Without Has room, 1 mentor fits." in page
    assert "?topic=grief&amp;sort=soon" in page


def test_words_are_loosened_where_only_they_are_in_the_way(client, reader):
    mentor("Open Oak")

    assert "Without “zebra”, 1 mentor fits." in client.get(URL, {"q": "zebra"}).content.decode()


def test_words_and_filters_are_loosened_together_where_both_are_in_the_way(client, reader):
    mentor("Full Fir", capacity=1, active_count=1)

    page = client.get(URL, {"q": "zebra", "room": "yes"}).content.decode()

    assert "Without “zebra”, Has room, 1 mentor fits." in page
    assert 'href="?sort=soon"' in page


def test_words_are_loosened_alone_where_that_takes_less_than_letting_go_of_filters(client, reader):
    topic, track = TopicFactory(slug="grief"), TrackFactory(slug="quality")
    mentor("Honey Ridge")
    mentor("Knows Both", topics=[topic], tracks=[track])

    query = {"q": "honey", "topic": "grief", "track": "quality"}

    assert "Without “honey”, 1 mentor fits." in client.get(URL, query).content.decode()


def test_a_chosen_filter_keeps_its_name_where_the_words_find_nobody(client, reader):
    topic = TopicFactory(slug="late-hours", name="Late hours and rest")
    track = TrackFactory(slug="mock", name="Mock chats")
    mentor("Open Oak", topics=[topic], tracks=[track])

    page = client.get(URL, {"q": "zebra", "topic": "late-hours", "track": "mock"}).content.decode()

    chips = re.findall(r'class="chip"[^>]*>([^<]+)<', page)
    assert chips == ["“zebra”", "Late hours and rest", "Mock chats"]


def test_an_empty_community_says_so(client, reader):
    assert "There is no mentor here yet" in client.get(URL).content.decode()
