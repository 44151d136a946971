"""The sample community is loaded once, as if its history ended now."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Clearance, User
from mentorship.models import Conversation, MentorProfile
from mentorship.profiles.querysets import may_write
from mentorship.sample.errors import NotASample, SomebodyIsHere
from mentorship.sample.operations import load_sample
from mentorship.sample.operations.demo import PASSWORD
from mentorship.sample.rules import ENDS_AT, shift_table
from tests.factories.accounts import NOW, UserFactory

LOGINS = ("listener", "mentor", "teen", "coordinator", "moderator")


@pytest.fixture
def sample(settings, db):
    settings.SAMPLE = settings.TEEN_SPACE_OPEN = True
    load_sample(at=NOW)


def person(login):
    return User.objects.get(email=f"{login}@example.org")


# Moving the history


def test_every_moment_and_day_moves_by_the_same_time():
    names = "joined_at,weekly_hours,teen_cleared_until,ended_at"
    row = "2026-11-22T11:00:00+05:30,mon 18:00-20:00,2027-01-01,"
    moved = io.StringIO(newline="")

    at = ENDS_AT + timedelta(days=31, hours=3)
    shift_table(io.StringIO(f"{names}\r\n{row}\r\n", newline=""), moved, at=at)

    shifted = next(csv.DictReader(io.StringIO(moved.getvalue())))
    assert shifted == {
        "joined_at": "2026-12-23T14:00:00+05:30",
        "weekly_hours": "mon 18:00-20:00",
        "teen_cleared_until": "2027-02-01",
        "ended_at": "",
    }


def test_the_history_ends_now(sample):
    seen = User.objects.filter(imported_at__isnull=False, last_seen_at__isnull=False)
    latest = seen.latest("last_seen_at").last_seen_at

    assert NOW - timedelta(days=1) < latest <= NOW
    assert Clearance.objects.in_force(at=NOW).count() >= 3


# People


def test_everybody_is_awake_marked_and_verified(sample):
    assert User.objects.filter(woken_at=None).count() == 0
    assert User.objects.filter(is_sample=False).count() == 0
    verified = EmailAddress.objects.filter(verified=True, primary=True)
    assert verified.count() == User.objects.count() == 149
    assert mail.outbox == []


def test_one_can_sign_in_as_each_demo_person(sample):
    for login in LOGINS:
        client = Client()
        words = {"login": f"{login}@example.org", "password": PASSWORD}
        client.post(reverse("account_login"), words)

        assert client.session["_auth_user_id"] == str(person(login).pk)


def test_the_demo_people_hold_their_roles(sample):
    assert person("coordinator").is_coordinator
    assert person("moderator").is_moderator
    assert person("teen").band == "teen"
    assert person("mentor").name_is_protected
    assert MentorProfile.objects.filter(user=person("mentor"), state="approved").exists()


def test_two_conversations_wait_for_the_demo_mentor_one_of_them_unread(sample):
    mentor = MentorProfile.objects.get(user=person("mentor"))
    talks = Conversation.objects.filter(mentor=mentor).with_unread_for(mentor.user)

    assert [talk.turn for talk in talks] == ["mentor", "mentor"]
    assert sorted(talk.unread_count for talk in talks) == [0, 1]
    assert mentor.active_count == 2 < mentor.capacity


def test_the_demo_listeners_can_write_to_somebody_who_is_here(sample):
    for viewer in (person("listener"), person("teen")):
        here = MentorProfile.objects.visible_to(viewer, at=NOW).here(at=NOW)

        assert [one for one in here.select_related("user") if not may_write(viewer, one, at=NOW)]


def test_visitors_may_see_some_mentors(sample):
    shown = MentorProfile.objects.filter(is_public=True)

    assert shown.count() >= 4
    assert set(shown.values_list("user__band", flat=True)) == {"adult"}


# Refusals


@pytest.mark.django_db
def test_an_ordinary_installation_gets_no_sample(settings):
    settings.SAMPLE = False

    with pytest.raises(NotASample):
        load_sample(at=NOW)

    assert User.objects.count() == 0


@pytest.mark.django_db
def test_a_database_with_people_gets_no_sample(settings):
    settings.SAMPLE = True
    UserFactory()

    with pytest.raises(SomebodyIsHere):
        load_sample(at=NOW)
    with pytest.raises(CommandError, match="somebody is here already"):
        call_command("load_sample")

    assert User.objects.count() == 1


@pytest.mark.django_db
def test_the_sample_loads_on_a_leap_day(settings):
    at = datetime(2028, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC)
    settings.SAMPLE = settings.TEEN_SPACE_OPEN = True

    load_sample(at=at)

    assert Conversation.objects.filter(moved_at__gt=at).count() == 0
