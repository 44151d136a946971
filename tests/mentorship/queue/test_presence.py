"""A mentor says that they are here, for how long, and away; on every page with plain radios."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.models import MentorProfile
from mentorship.profiles.errors import RoleNotHeld
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory
from tests.mentorship.queue.people import HOUR, here, key, keys, listed

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def url():
    return reverse("queue:presence")


@pytest.fixture
def mentor(db):
    return MentorProfileFactory(accepting=False)


@pytest.fixture
def as_mentor(sign_in, mentor):
    return sign_in(mentor.user)


def window_of(mentor):
    mentor.refresh_from_db()
    return mentor.here_until and mentor.here_until - timezone.now()


@pytest.mark.parametrize(
    ("minutes", "wanted"), [("", 60), ("30", 30), ("120", 120), ("7", 60), ("x", 60)]
)
def test_here_now_lasts_an_hour_unless_said_otherwise(as_mentor, mentor, url, minutes, wanted):
    response = as_mentor.post(url, {"state": "here", "minutes": minutes})

    assert response.url == reverse("queue:live-list")
    assert abs(window_of(mentor) - wanted * MINUTE) < MINUTE
    assert mentor.accepting


def test_one_tap_extends_by_an_hour(as_mentor, mentor, url):
    as_mentor.post(url, {"state": "here", "minutes": "30"})

    as_mentor.post(url, {"state": "here", "extend": "1"})

    assert abs(window_of(mentor) - 90 * MINUTE) < MINUTE


def test_the_control_offers_no_more_than_a_tap_would_give(sign_in):
    now = timezone.now()
    mentor = MentorProfileFactory(here_until=now + 7.5 * HOUR, seen_at=now)
    client = sign_in(mentor.user)

    offered = client.get(reverse("queue:live-list")).context["own_presence"].extended_until
    client.post(reverse("queue:presence"), {"extend": "1"})

    assert abs(offered - (now + 8 * HOUR)) < MINUTE
    assert "Extend" not in client.get(reverse("queue:live-list")).content.decode()


def test_saving_the_plain_form_as_it_is_leaves_the_window_as_it_is(as_mentor, mentor, url):
    as_mentor.post(url, {"state": "here", "minutes": "120"})

    as_mentor.post(url, {"state": "here"})

    assert abs(window_of(mentor) - 120 * MINUTE) < MINUTE


def test_away_takes_the_row_from_the_list_at_once(
    as_mentor, as_listener, url, django_capture_on_commit_callbacks
):
    queue = reverse("queue:live-list")
    with django_capture_on_commit_callbacks(execute=True):
        as_mentor.post(url, {"state": "here"})
    assert len(keys(as_listener.get(queue))) == 1

    with django_capture_on_commit_callbacks(execute=True):
        as_mentor.post(url, {"state": "away"})

    assert keys(as_listener.get(queue)) == []


def test_the_control_has_real_radios_named_here_now_and_away(as_mentor, url):
    content = as_mentor.get(reverse("queue:live-list")).content.decode()

    assert 'value="here">Here now</label>' in content
    assert 'value="away" checked>Away</label>' in content
    assert f'method="post" action="{url}"' in content


@pytest.mark.parametrize("name", ["queue:live-list", "profiles:edit", "conversations:chats"])
def test_the_same_control_stands_on_queue_desk_and_chats(as_mentor, url, name):
    content = as_mentor.get(reverse(name)).content.decode()

    assert content.count('id="presence-here"') == 1
    assert f'<input type="hidden" name="next" value="{reverse(name)}">' in content


def test_it_stands_on_ones_own_profile_alone(as_mentor, mentor):
    other = MentorProfileFactory()

    assert 'id="presence-here"' in as_mentor.get(mentor.get_absolute_url()).content.decode()
    assert 'id="presence-here"' not in as_mentor.get(other.get_absolute_url()).content.decode()


def test_a_running_window_says_until_when_and_offers_more(as_mentor, url):
    as_mentor.post(url, {"state": "here"})

    content = as_mentor.get(reverse("queue:live-list")).content.decode()

    assert 'value="here" checked>Here now</label>' in content
    assert "Extend" in content
    assert f'data-beat="{reverse("queue:beat")}"' in content


def test_the_part_alone_comes_back_to_a_page_with_script(as_mentor, url):
    htmx = {"HX-Request": "true"}

    posted = as_mentor.post(url, {"state": "here"}, headers=htmx).content.decode()
    asked = as_mentor.get(url, headers=htmx).content.decode()

    assert "<html" not in posted
    assert 'value="here" checked' in posted
    assert 'value="here" checked' in asked


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_a_form_comes_back_to_this_site_only(as_mentor, url, back):
    response = as_mentor.post(url, {"state": "here", "next": back})

    assert response.url == reverse("queue:live-list")


def test_a_form_comes_back_to_the_page_it_stood_on(as_mentor, mentor, url):
    page = mentor.get_absolute_url()

    assert as_mentor.post(url, {"state": "away", "next": page}).url == page


@pytest.mark.parametrize("name", ["queue:presence", "queue:beat"])
def test_who_is_no_mentor_finds_nothing(as_listener, client, sign_in, name):
    paused = MentorProfileFactory(state="paused")

    assert as_listener.post(reverse(name)).status_code == 404
    assert sign_in(paused.user).post(reverse(name)).status_code == 404
    assert reverse("account_login") in client.post(reverse(name)).url


def test_a_listener_sees_no_control(as_listener, url):
    assert url not in as_listener.get(reverse("queue:live-list")).content.decode()


def test_a_beat_makes_a_reachable_mentor_here(
    sign_in, as_listener, django_capture_on_commit_callbacks
):
    now = timezone.now()
    mentor = MentorProfileFactory(here_until=now + HOUR, seen_at=now - HOUR)
    queue = reverse("queue:live-list")
    assert listed(as_listener.get(queue))[2] == [key(mentor)]

    with django_capture_on_commit_callbacks(execute=True):
        response = sign_in(mentor.user).post(reverse("queue:beat"))

    assert response.status_code == 204
    assert listed(as_listener.get(queue))[1] == [key(mentor)]


def test_a_beat_is_no_page(as_mentor):
    assert as_mentor.get(reverse("queue:beat")).status_code == 405


def test_any_page_of_a_mentor_counts_as_seen_while_a_window_runs(sign_in):
    now = timezone.now()
    mentor = MentorProfileFactory(here_until=now + HOUR, seen_at=now - HOUR)

    sign_in(mentor.user).get(reverse("urgent-help"))

    mentor.refresh_from_db()
    assert mentor.seen_at >= now


@pytest.mark.parametrize("window", [None, -HOUR], ids=["away", "a window that has ended"])
def test_without_a_window_a_page_says_nothing_of_presence(sign_in, window):
    now = timezone.now()
    ended = window and now + window
    mentor = MentorProfileFactory(here_until=ended, seen_at=now - HOUR)

    sign_in(mentor.user).get(reverse("urgent-help"))

    mentor.refresh_from_db()
    assert mentor.seen_at == now - HOUR


def test_pages_within_a_minute_write_nothing(sign_in, django_assert_num_queries):
    mentor = here()
    client = sign_in(mentor.user)
    client.get(reverse("urgent-help"))
    seen = MentorProfile.objects.get().seen_at

    client.get(reverse("urgent-help"))

    assert MentorProfile.objects.get().seen_at == seen


def test_a_refusal_is_said_beside_the_control(as_mentor, url, monkeypatch):
    def refuse(**_act):
        raise RoleNotHeld

    monkeypatch.setattr("mentorship.queue.views.start_window", refuse)

    for headers in ({}, {"HX-Request": "true"}):
        response = as_mentor.post(url, {"state": "here"}, headers=headers)
        assert response.status_code == 422
        assert str(RoleNotHeld.message) in response.content.decode()
        assert 'value="away" checked' in response.content.decode()


@pytest.mark.parametrize("path", ["profiles:profile", "conversations:message-mentor"])
def test_a_page_about_a_mentor_follows_their_channel(client, path):
    mentor, reader = here(), UserFactory()
    client.force_login(reader)

    page = client.get(reverse(path, args=[mentor.user.username])).content.decode()

    assert 'data-channels="queue:adult person:' in page
    assert f'data-about="{mentor.public_id}"' in page


def test_a_chat_and_what_it_asks_for_again_say_whether_the_mentor_is_here(client):
    talk = ConversationFactory(mentor=here())
    client.force_login(talk.listener)

    page = client.get(talk.get_absolute_url()).content.decode()
    again = client.get(reverse("conversations:rows", args=[talk.public_id])).content.decode()

    assert 'data-channels="queue:adult person:' in page
    for text in (page, again):
        assert f'<p class="xs muted" data-about="{talk.mentor.public_id}">Here until' in text


def test_the_directory_follows_the_mentors_it_shows(client):
    mentor = here()
    client.force_login(UserFactory())

    page = client.get(reverse("directory:mentors")).content.decode()

    assert 'data-channels="queue:adult person:' in page
    assert f'data-about="{mentor.public_id}"' in page
