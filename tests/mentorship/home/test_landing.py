"""Visitors find who is here among the mentors who agreed to be public."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, TopicStrengthFactory
from tests.mentorship.queue.people import HOUR, here

pytestmark = pytest.mark.django_db


def names(response):
    return re.findall(r'<h3 class="who"><a [^>]*><bdi class="name">([^<]+)<', str(response.content))


def test_the_landing_page_shows_up_to_four_public_mentors_who_are_here(client):
    for number in range(6):
        here(is_public=True, user__display_name=f"Public {number}")
    here(user__display_name="Private")
    here(is_public=True, user__display_name="Teen", user__band="teen")

    response = client.get("/")
    content = response.content.decode()

    assert "See which mentors are here now" in content
    assert len(names(response)) == 4
    assert "6 mentors" in content
    assert "Private" not in content
    assert "Teen" not in content


def test_with_nobody_here_it_shows_the_next_three_times(client):
    now = timezone.now()
    for hours in (30, 3, 50, 0.5, 9):
        MentorProfileFactory(
            is_public=True,
            user__display_name=f"In {hours}",
            opens_at=now + hours * HOUR,
            opens_until=now + (hours + 1) * HOUR,
        )

    response = client.get("/")

    assert names(response) == ["In 0.5", "In 3", "In 9"]
    assert "Next to open" in response.content.decode()


def test_an_opening_is_told_as_a_time_even_when_it_has_begun(client):
    now = timezone.now()
    MentorProfileFactory(is_public=True, opens_at=now - HOUR / 6, opens_until=now + HOUR)

    content = client.get("/").content.decode()

    assert re.search(r'From <time [^>]*data-format="since">', content)
    assert "10 min" not in content


def test_with_nobody_at_all_it_says_so_and_invents_nothing(client):
    content = client.get("/").content.decode()

    assert "Nobody who agreed to be public is here this minute" in content
    assert "<blockquote" not in content


def test_the_part_asks_again_every_minute_without_a_stream(client):
    here(is_public=True, user__display_name="Harbour Light")

    page = client.get("/").content.decode()
    part = client.get(reverse("here-now"), headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 60s"' in page
    assert part.strip().startswith("{#") is False
    assert "Harbour Light" in part
    assert "<html" not in part


def test_topics_lead_to_the_directory(client):
    strength = TopicStrengthFactory()

    content = client.get("/").content.decode()

    assert f"{reverse('directory:mentors')}?topic={strength.topic.slug}" in content


@pytest.mark.parametrize("mentors", [1, 3, 300])
def test_the_landing_page_costs_the_same_for_any_number(
    client, mentors, django_assert_max_num_queries
):
    now = timezone.now()
    MentorProfileFactory.create_batch(
        mentors, is_public=True, here_until=now + timedelta(hours=1), seen_at=now
    )

    with django_assert_max_num_queries(4):
        client.get("/")


@pytest.mark.parametrize("name", ["home", "here-now"])
def test_nothing_is_written_to_the_landing_page(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_somebody_who_knows_the_house_comes_to_the_queue(sign_in):
    listener = UserFactory(first_card_seen_at=timezone.now())
    here()

    assert sign_in(listener).get("/").url == reverse("queue:live-list")


def test_a_mentor_comes_to_the_queue(sign_in):
    here()

    assert sign_in(MentorProfileFactory().user).get("/").url == reverse("queue:live-list")


def test_the_landing_page_reads_well_with_another_noun(client, settings):
    noun = type(settings.NOUNS["mentor"])
    settings.NOUNS = settings.NOUNS | {
        "mentor": noun("Listener Supporter", "Listener Supporters", "a")
    }
    here(is_public=True)

    content = client.get("/").content.decode()

    assert "See which Listener Supporters are here now" in content
    assert not re.search(r"\bmentors?\b", re.sub(r"<[^>]*>", " ", content), re.IGNORECASE)
