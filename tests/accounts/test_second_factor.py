"""Staff sign in with two things."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.safeguarding.operations import end_clearances, grant_clearance
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory

pytestmark = pytest.mark.django_db
PAGE = "/coordination/"


def test_staff_need_a_second_factor_for_their_pages(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    coordinator = UserFactory(coordinator=True)
    client.force_login(coordinator)

    assert client.get(PAGE).url == "/accounts/2fa/"
    assert client.get("/settings/").status_code == 200

    Authenticator.objects.create(user=coordinator, type=Authenticator.Type.WEBAUTHN, data={})
    assert client.get(PAGE).status_code == 200


def test_others_are_not_told_that_the_pages_are_there(client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(UserFactory())

    assert client.get(PAGE).status_code == 404


def test_the_sample_asks_for_no_second_factor(client):
    client.force_login(UserFactory(coordinator=True))

    assert client.get(PAGE).status_code == 200


@pytest.fixture
def mentor(client, settings):
    """A mentor of adults who is signed in where a second factor is asked for."""
    settings.STAFF_NEED_SECOND_FACTOR = True
    mentor = MentorProfileFactory()
    client.force_login(mentor.user)
    return mentor


def today():
    return timezone.now().date()


def sent_away(client, path="/chats/"):
    return client.get(path).headers.get("Location") == "/accounts/2fa/"


def test_a_clearance_for_teens_asks_for_it_from_the_next_request_until_it_ends(client, mentor):
    facts = {
        "user": mentor.user,
        "actor": UserFactory(),
        "reason": "Trained.",
        "at": timezone.now(),
    }
    assert not sent_away(client)

    grant_clearance(until=today() + timedelta(days=30), **facts)
    assert sent_away(client)

    end_clearances(**facts | {"at": timezone.now()})
    assert not sent_away(client)


@pytest.mark.parametrize(("days", "asked"), [(0, True), (-1, False)])
def test_a_clearance_asks_for_it_until_its_last_day(client, mentor, days, asked):
    ClearanceFactory(user=mentor.user, cleared_until=today() + timedelta(days=days))

    assert sent_away(client) is asked


def test_a_cleared_mentor_goes_on_with_a_second_factor_and_not_without(client, mentor):
    ClearanceFactory(user=mentor.user, cleared_until=today())
    Authenticator.objects.create(user=mentor.user, type=Authenticator.Type.WEBAUTHN, data={})
    assert not sent_away(client)

    Authenticator.objects.all().delete()
    assert sent_away(client)


@pytest.mark.parametrize("path", ["/", "/queue/", "/mentors/", "/desk/profile/", "/chats/"])
def test_a_cleared_mentor_does_nothing_here_before(client, mentor, path):
    ClearanceFactory(user=mentor.user, cleared_until=today())

    assert sent_away(client, path)


@pytest.mark.parametrize("path", ["/settings/", "/urgent-help/", "/privacy/", "/accounts/logout/"])
def test_what_everybody_needs_stays_open(client, mentor, path):
    ClearanceFactory(user=mentor.user, cleared_until=today())

    assert client.get(path).status_code == 200


def test_words_that_a_cleared_mentor_was_writing_are_shown_to_copy(client, mentor):
    talk = ConversationFactory(mentor=mentor)
    ClearanceFactory(user=mentor.user, cleared_until=today())

    answer = client.post(talk.get_absolute_url(), {"body": "I had a long think about this."})

    assert answer.status_code == 401
    assert "I had a long think about this." in answer.content.decode()
    assert not talk.messages.exists()


def test_a_coordinator_who_is_cleared_is_asked_everywhere(client, mentor):
    mentor.user.is_coordinator = True
    mentor.user.save()
    assert not sent_away(client)

    ClearanceFactory(user=mentor.user, cleared_until=today())
    assert sent_away(client)


def test_the_sample_asks_no_mentor(client, mentor, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    ClearanceFactory(user=mentor.user, cleared_until=today())

    assert not sent_away(client)
