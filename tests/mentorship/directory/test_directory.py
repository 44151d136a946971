"""The directory: who is listed for whom, found by words and filters, at a fixed cost."""

import gzip
import re

import pytest
from django.utils import timezone

from mentorship.models import TopicWanted, WeeklyHours
from mentorship.profiles.operations import refresh_openings
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import TopicFactory, TrackFactory
from tests.mentorship.directory.people import URL, mentor, names

pytestmark = pytest.mark.django_db


def count_of(response, group, value):
    found = re.search(rf'id="n-{group}-{value}"[^>]*>(\d+)<', response.content.decode())
    return int(found[1])


def test_a_visitor_sees_only_mentors_who_agreed_to_be_public(client):
    mentor("Public Pine", is_public=True)
    mentor("Private Pear")

    assert names(client.get(URL)) == ["Public Pine"]


def test_spaces_never_meet_here_unless_the_adult_is_cleared(client):
    mentor("Adult Ash")
    mentor("Teen Thistle", band="teen")
    cleared = mentor("Cleared Cedar")
    ClearanceFactory(user=cleared.user, cleared_until=timezone.now().date())

    client.force_login(UserFactory(teen=True))
    assert names(client.get(URL, {"sort": "name"})) == ["Cleared Cedar", "Teen Thistle"]
    client.force_login(UserFactory())
    assert names(client.get(URL, {"sort": "name"})) == ["Adult Ash", "Cleared Cedar"]


def test_mentors_who_are_paused_or_ended_are_not_listed(client, reader):
    mentor("Paused Plum", state="paused")
    mentor("Ended Elm", state="ended")
    mentor("Open Oak")

    assert names(client.get(URL)) == ["Open Oak"]


def test_words_are_found_whatever_their_accents_and_case(client, reader):
    found = mentor("Zoë Ámbar")
    found.search_text = "zoe ambar hard chats"
    found.save(update_fields=["search_text"])
    mentor("Someone Else")

    assert names(client.get(URL, {"q": "AMBAR zoé"})) == ["Zoë Ámbar"]


def test_a_percent_sign_is_a_character_and_no_pattern(client, reader):
    mentor("Open Oak")

    assert names(client.get(URL, {"q": "%"})) == []


def test_filters_narrow_together_and_counts_reflect_the_others(client, reader):
    grief, anger = TopicFactory(slug="grief"), TopicFactory(slug="anger")
    quality = TrackFactory(slug="quality")
    mentor("Both Birch", topics=[grief, anger], tracks=[quality])
    mentor("Grief Gorse", topics=[grief])
    mentor("Full Fir", topics=[grief], capacity=1, active_count=1)

    response = client.get(URL, {"topic": "grief", "room": "yes", "sort": "name"})

    assert names(response) == ["Both Birch", "Grief Gorse"]
    assert count_of(response, "track", "quality") == 1
    assert count_of(response, "topic", "anger") == 1
    assert count_of(response, "room", "yes") == 2


def test_here_means_a_running_window_and_a_device_seen(client, reader):
    at = timezone.now()
    later = at + timezone.timedelta(minutes=30)
    mentor("Here Heath", here_until=later, seen_at=at)
    mentor("Reachable Reed", here_until=later, seen_at=at - timezone.timedelta(minutes=6))
    mentor("Dormant Dew", here_until=later, seen_at=at, woken_at=None)

    assert names(client.get(URL, {"here": "yes"})) == ["Here Heath"]


def test_hours_are_told_in_the_readers_zone(client):
    client.force_login(UserFactory(time_zone="Asia/Tokyo"))
    early = mentor("Early Elder", time_zone="UTC")
    WeeklyHours.objects.create(profile=early, weekday=0, starts=22 * 60, ends=23 * 60)
    refresh_openings(at=timezone.now())

    assert names(client.get(URL, {"hours": "morning"})) == ["Early Elder"]
    assert names(client.get(URL, {"hours": "evening"})) == []


def test_best_fit_is_first_where_topics_are_wanted(client, reader):
    grief = TopicFactory(slug="grief")
    TopicWanted.objects.create(user=reader, topic=grief)
    mentor("Alder")
    mentor("Willow", topics=[grief])

    assert names(client.get(URL)) == ["Willow", "Alder"]
    assert names(client.get(URL, {"sort": "name"})) == ["Alder", "Willow"]


def test_pages_hold_24_and_lose_nobody(client, reader):
    for number in range(30):
        mentor(f"Mentor {number:02}")

    first = names(client.get(URL, {"sort": "name"}))
    second = names(client.get(URL, {"sort": "name", "page": "2"}))

    assert len(first) == 24
    assert sorted(first + second) == [f"Mentor {number:02}" for number in range(30)]


@pytest.mark.parametrize(
    "query",
    [
        {"page": "10" * 20},
        {"page": "-1"},
        {"q": "\x00" + "x" * 5000},
        {"topic": ["\ud800", "x" * 5000, "../../etc"]},
        {"sort": "rating"},
        {"hours": "noon"},
        {"here": "NaN"},
    ],
)
def test_nonsense_in_the_address_counts_as_not_chosen(client, reader, query):
    mentor("Open Oak")
    safe = {
        key: [
            v.encode("utf-8", "replace").decode()
            for v in ([value] if isinstance(value, str) else value)
        ]
        for key, value in query.items()
    }

    assert client.get(URL, safe).status_code == 200


def test_a_refresh_returns_the_same_region_with_counts_beside_it(client, reader):
    mentor("Open Oak", topics=[TopicFactory(slug="grief")])

    page = client.get(URL, headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith('<section id="results"')
    assert 'id="n-topic-grief" hx-swap-oob="true">1<' in page


def test_the_number_of_filters_in_use_follows_a_refresh(client, reader):
    mentor("Open Oak")

    page = client.get(URL, {"room": "yes"}, headers={"HX-Request": "true"}).content.decode()

    assert 'id="filters-in-use" hx-swap-oob="true">1<' in page
    assert 'id="filters-in-use" hidden>0<' in client.get(URL).content.decode()


def test_a_teens_best_fit_is_no_score(client):
    reader = UserFactory(teen=True)
    client.force_login(reader)
    wanted = TopicFactory.create_batch(2)
    for position, topic in enumerate(wanted):
        TopicWanted.objects.create(user=reader, topic=topic, position=position)
    at = timezone.now()
    mentor("Knows both", band="teen", topics=wanted)
    later = at + timezone.timedelta(hours=1)
    mentor("Knows one", band="teen", topics=wanted[:1], here_until=later, seen_at=at)
    mentor("Knows none", band="teen")

    assert names(client.get(URL)) == ["Knows one", "Knows both", "Knows none"]


def test_only_reading_is_allowed(client, reader):
    assert client.post(URL).status_code == 405


@pytest.mark.parametrize("mentors", [1, 3, 300])
def test_the_directory_costs_the_same_for_any_number_of_mentors(
    client, reader, mentors, django_assert_num_queries
):
    topic, track = TopicFactory(), TrackFactory()
    TopicWanted.objects.create(user=reader, topic=topic)
    for number in range(mentors):
        mentor(f"Mentor {number}", topics=[topic], tracks=[track])
    client.get(URL)  # the first page of a session notes that it is used
    with django_assert_num_queries(10):
        response = client.get(URL)
    with django_assert_num_queries(11):
        client.get(URL, {"language": "en", "page": "99"})
    with django_assert_num_queries(10):  # nobody, by words, an unknown topic and track
        client.get(URL, {"q": "zebra", "topic": "grief", "track": "gone"})

    assert len(names(response)) == min(24, mentors)


def test_a_full_page_of_the_directory_is_at_most_40_kb_compressed(client, reader):
    topics = [TopicFactory() for _number in range(217)]
    mentor("Mentor of all trades", topics=topics[:109])
    for number in range(23):
        known = topics[number * 9 : number * 9 + 20]
        mentor(f"Mentor {number}", topics=known, headline=f"Calm company {number} " * 5)

    page = client.get(URL).content

    assert page.count(b'class="card mcard"') == 24
    assert page.count(b'name="topic"') == 217
    assert len(gzip.compress(page)) <= 40_000
