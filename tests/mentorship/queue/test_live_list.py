"""The live list: who is on it, for whom, and what it costs."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import (
    ConversationFactory,
    MentorProfileFactory,
    TopicFactory,
    TopicStrengthFactory,
)
from tests.mentorship.queue.people import HOUR, here, key, keys, later, listed, reachable, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("queue:live-list")


def test_the_list_shows_who_is_here_who_is_reachable_and_who_opens_within_the_hour(
    as_listener, url
):
    first, second, third, fourth = soon(), reachable(), here(), later()

    response = as_listener.get(url)

    assert listed(response) == {1: [key(third)], 2: [key(second)], 3: [key(first)]}
    assert key(fourth) not in response.content.decode()
    assert "1 more can be written to." in response.content.decode()


def test_weekly_hours_that_run_now_are_within_the_hour(as_listener, url):
    now = timezone.now()
    mentor = MentorProfileFactory(opens_at=now - HOUR, opens_until=now + HOUR)

    assert listed(as_listener.get(url))[3] == [key(mentor)]


def test_inside_a_group_the_least_recently_served_comes_first(as_listener, url):
    now = timezone.now()
    recent, never, long_ago = (
        here(last_served_at=now - HOUR),
        here(),
        here(last_served_at=now - 9 * HOUR),
    )

    assert listed(as_listener.get(url))[1] == [key(never), key(long_ago), key(recent)]


def test_a_full_mentor_keeps_the_place_and_names_who_else_knows_the_same(as_listener, url):
    full = here(capacity=1, active_count=1)
    TopicStrengthFactory(profile=full, topic=TopicFactory(slug="grief", name="Grief"))

    response = as_listener.get(url)
    content = response.content.decode()

    assert listed(response)[1] == [key(full)]
    assert "Full right now" in content
    assert f"{reverse('directory:mentors')}?room=yes&amp;topic=grief" in content
    assert reverse("conversations:message-mentor", args=[full.user.username]) not in content


@pytest.mark.parametrize(
    "traits",
    [
        {"accepting": False},
        {"state": "paused"},
        {"state": "ended"},
        {"user__is_active": False},
        {"user__woken_at": None},
    ],
    ids=["does not accept", "paused", "ended", "account closed", "dormant"],
)
def test_who_may_not_be_written_to_is_not_listed(as_listener, url, traits):
    here(**traits)

    response = as_listener.get(url)

    assert keys(response) == []
    assert re.search(r'<span data-more="0"[^>]* hidden>0 more', response.content.decode())


def test_only_mentors_with_a_common_language_are_listed(sign_in, url):
    shared = here(user=UserFactory(speaks=["pt-PT"]))
    here(user=UserFactory(speaks=["de"]))

    response = sign_in(UserFactory(speaks=["en", "pt-BR"])).get(url)

    assert keys(response) == [key(shared)]


def test_teens_and_adults_see_the_mentors_of_their_own_space(as_teen, as_listener, url):
    teen = here(user=UserFactory(teen=True))
    adult = here()
    cleared = here()
    ClearanceFactory(user=cleared.user, cleared_until=timezone.now().date())
    lapsed = here()
    ClearanceFactory(user=lapsed.user, cleared_until=timezone.now().date() - timedelta(days=1))

    assert set(keys(as_teen.get(url))) == {key(teen), key(cleared)}
    assert set(keys(as_listener.get(url))) == {key(adult), key(cleared), key(lapsed)}


def test_visitors_see_only_mentors_who_agreed_to_be_public(client, url):
    public = here(is_public=True)
    here()
    here(is_public=True, user=UserFactory(teen=True))

    response = client.get(url)

    assert keys(response) == [key(public)]
    assert "agreed to be public" in response.content.decode()


def test_a_mentor_sees_their_own_row_marked(sign_in, url):
    mentor = here(user=UserFactory(speaks=["de"]))

    content = sign_in(mentor.user).get(url).content.decode()

    assert '<span class="tag tag--brand">You</span></div></li>' in content
    assert f'data-own="{key(mentor)}"' in content


def test_nobody_here_shows_the_next_three_to_open_and_message_works_for_them(as_listener, url):
    now = timezone.now()
    coming = [
        MentorProfileFactory(opens_at=now + hours * HOUR, opens_until=now + (hours + 1) * HOUR)
        for hours in (8, 2, 30, 5)
    ]

    content = as_listener.get(url).content.decode()

    assert "No mentor is here this minute" in content
    assert re.findall(r'<li [^>]*id="next-([^"]+)"', content) == [
        key(coming[1]),
        key(coming[3]),
        key(coming[0]),
    ]
    assert content.count("Read about") == 3
    assert 'data-format="auto"' not in content  # "5 min", once a page stays open past the opening
    assert content.count(">Message<") == 3
    assert "1 more can be written to." in content


def test_with_nobody_here_hours_that_run_now_are_not_told_as_a_time_to_come(as_listener, url):
    now = timezone.now()
    MentorProfileFactory(opens_at=now - HOUR / 2, opens_until=now + HOUR)

    content = as_listener.get(url).content.decode()

    assert "these are the weekly hours of somebody below" in content
    assert "when the first one opens" not in content


def test_the_empty_list_says_so(as_listener, url):
    content = as_listener.get(url).content.decode()

    assert "No mentor is here this minute" in content
    assert "Nobody takes new chats right now." in content


def test_with_nobody_here_and_no_hours_one_may_still_write(as_listener, url):
    MentorProfileFactory()

    content = as_listener.get(url).content.decode()

    assert "You can write now; it is read when somebody comes." in content


def test_my_open_chats_stand_beside_the_list_with_whose_turn_it_is(as_listener, listener, url):
    ConversationFactory(listener=listener, mentor__user__display_name="Quiet Moon", turn="listener")
    ConversationFactory(listener=listener, mentor__user__display_name="Old Oak", turn="mentor")
    ConversationFactory(mentor__user__display_name="Stranger")

    content = as_listener.get(url).content.decode()

    assert content.index("Quiet Moon") < content.index("Your turn") < content.index("Old Oak")
    assert "Their turn" in content
    assert "Stranger" not in content


def test_a_refresh_returns_the_list_alone(as_listener, url):
    mentor = here()

    response = as_listener.get(url, headers={"HX-Request": "true"})

    assert keys(response) == [key(mentor)]
    assert response.content.decode().lstrip().startswith('<div id="mentor-list"')


def test_writing_to_the_list_is_no_method_of_it(as_listener, url):
    assert as_listener.post(url).status_code == 405


@pytest.mark.parametrize("mentors", [1, 3, 300])
def test_the_list_costs_the_same_for_any_number_of_mentors(
    as_listener, listener, url, mentors, django_assert_num_queries
):
    now = timezone.now()
    MentorProfileFactory.create_batch(mentors, here_until=now + HOUR, seen_at=now)
    MentorProfileFactory.create_batch(2)
    ConversationFactory(listener=listener)
    as_listener.get(reverse("urgent-help"))  # the session is noted once

    with django_assert_num_queries(10):
        response = as_listener.get(url)

    assert len(keys(response)) == mentors


@pytest.mark.parametrize("mentors", [1, 3, 300])
def test_the_empty_list_costs_the_same_for_any_number_of_mentors(
    sign_in, url, mentors, django_assert_num_queries
):
    now = timezone.now()
    MentorProfileFactory.create_batch(mentors, opens_at=now + 5 * HOUR, opens_until=now + 6 * HOUR)
    client = sign_in(MentorProfileFactory().user)
    client.get(reverse("urgent-help"))

    with django_assert_num_queries(11):
        response = client.get(url)

    assert response.content.decode().count('id="next-') - 1 == min(3, mentors)


def test_the_list_reads_well_with_another_noun(as_listener, url, settings):
    noun = type(settings.NOUNS["mentor"])
    settings.NOUNS = settings.NOUNS | {
        "mentor": noun("Listener Supporter", "Listener Supporters", "a")
    }
    here()

    content = as_listener.get(url).content.decode()

    assert "Listener Supporters who are here now, and those who open soon." in content
    assert "{n} Listener Supporters here" in content
    assert not re.search(r"\bmentors?\b", re.sub(r"<[^>]*>", " ", content), re.IGNORECASE)
