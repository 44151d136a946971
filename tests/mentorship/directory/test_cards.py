"""One mentor as a card: topics, places and times."""

import re

import pytest
from django.utils import timezone

from tests.factories.mentorship import TopicFactory
from tests.mentorship.directory.people import URL, mentor

pytestmark = pytest.mark.django_db


def test_a_card_shows_three_topics_of_many_and_folds_the_rest_of_the_filter(client, reader):
    topics = [TopicFactory() for _ in range(40)]
    mentor("Knows All", topics=topics)

    page = client.get(URL).content.decode()

    assert page.count('class="tag"') == 3
    assert "and 37 more" in page
    assert "32 more" in page


def test_a_card_says_when_the_mentor_is_there(client, reader):
    at = timezone.now()
    hour = timezone.timedelta(hours=1)
    mentor("A here", here_until=at + hour, seen_at=at)
    mentor("B reachable", here_until=at + hour, opens_at=at + hour, opens_until=at + 2 * hour)
    mentor("C in their hours", opens_at=at - hour, opens_until=at + hour)
    mentor("D later", opens_at=at + hour, opens_until=at + 2 * hour)
    mentor("E closed", accepting=False, opens_at=at + hour, opens_until=at + 2 * hour)

    page = client.get(URL, {"sort": "name"}).content.decode()

    said = r"<span>(Here until|Reachable until|Usually here until|From) <time"
    assert re.findall(said, page) == [
        "Here until",
        "Reachable until",
        "Usually here until",
        "From",
    ]
    assert page.count("Not taking chats now") == 1
