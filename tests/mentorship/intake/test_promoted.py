"""A listener of an earlier export is a mentor in a later one: one person, one account."""

import pytest

from accounts.models import User
from mentorship.models import Conversation, MentorProfile
from tests.factories.mentorship import MentorProfileFactory
from tests.mentorship.intake.exports import WAITING, community, take_in

pytestmark = pytest.mark.django_db

ROW = {"handle": "quiet_fern", "display_name": "Quiet Fern", "email": "quiet_fern@example.org"}
OTHERS = {"handle": "other_one", "email": "other@example.org"}


def test_a_listener_who_became_a_mentor_keeps_their_account(tmp_path):
    community(tmp_path, mentors=[], talks=[])
    before = User.objects.get(username="quiet_fern")

    row = {"handle": "quiet_fern", "email": "Quiet_Fern@example.org"}
    take_in(tmp_path / "later", mentors=[row])

    mentor = MentorProfile.objects.get()
    assert mentor.user == before
    assert mentor.user.verified
    assert [spoken.tag for spoken in mentor.user.languages.all()] == ["en", "es-MX"]


def test_what_they_changed_here_stays(tmp_path):
    community(tmp_path, mentors=[], talks=[])
    User.objects.update(display_name="Fern", time_zone="Asia/Tokyo")

    take_in(tmp_path / "later", mentors=[ROW | {"time_zone": "Europe/Paris"}])

    mentor = User.objects.get(username="quiet_fern")
    assert (mentor.display_name, mentor.time_zone) == ("Fern", "Europe/Paris")


def test_who_became_a_mentor_here_keeps_the_profile_they_wrote(tmp_path):
    community(tmp_path, mentors=[], talks=[])
    profile = MentorProfileFactory(user=User.objects.get(), headline="My words.")

    summary = take_in(tmp_path / "later", mentors=[ROW])

    profile.refresh_from_db()
    assert (profile.headline, profile.strengths.count()) == ("My words.", 0)
    assert summary.left_alone["profile"] == 1


def test_their_talks_as_a_listener_may_stay_in_the_export(tmp_path):
    community(tmp_path)

    summary = community(tmp_path, mentors=[{}, ROW], listeners=[], talks=[{"minutes": "31"}])

    assert summary.counts["talks"].changed == 1
    assert Conversation.objects.get().listener.username == "quiet_fern"


def test_a_later_file_finds_them_as_the_mentor_they_are(tmp_path):
    community(tmp_path, mentors=[], talks=[])
    take_in(tmp_path / "mentors", mentors=[ROW])
    take_in(tmp_path / "listeners", listeners=[OTHERS])

    take_in(tmp_path / "talks", talks=[WAITING | {"mentor": "quiet_fern", "listener": "other_one"}])
    take_in(tmp_path / "again", mentors=[ROW | {"email": "fern@example.org"}])

    assert Conversation.objects.get().mentor.user.username == "quiet_fern"
    assert User.objects.get(username="quiet_fern").email == "fern@example.org"
