"""The role is paused, ended and cleared by coordinators, and it shows everywhere at once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Clearance
from accounts.people.errors import NotAllowed
from accounts.safeguarding.errors import (
    ClearanceIsForAdults,
    ClearanceOutOfRange,
    NotAboutOneself,
    ReasonMissing,
)
from config.live.publish import version
from mentorship.profiles.errors import (
    StateIsAnother,
)
from mentorship.profiles.operations import (
    change_state,
    end_clearance,
    grant_clearance,
    set_tracks,
)
from mentorship.profiles.querysets import may_write
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import MentorProfileFactory, TrackFactory
from tests.mentorship.profiles.deciding import acts, applied, fresh

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "act", "after"),
    [
        ("approved", "pause", "paused"),
        ("paused", "resume", "approved"),
        ("approved", "end", "ended"),
        ("paused", "end", "ended"),
    ],
)
def test_a_role_is_paused_resumed_and_ended(decide, before, act, after):
    mentor = MentorProfileFactory(state=before, here=True)

    decide(change_state, mentor=mentor, act=act)

    assert (fresh(mentor).state, fresh(mentor).here_until) == (after, None)
    assert acts() == [(f"{act} role", "Because.")]


@pytest.mark.parametrize(
    ("before", "act"),
    [("paused", "pause"), ("approved", "resume"), ("ended", "resume"), ("ended", "end")],
)
def test_a_change_that_does_not_fit_is_refused(decide, before, act):
    mentor = MentorProfileFactory(state=before)

    with pytest.raises(StateIsAnother):
        decide(change_state, mentor=mentor, act=act)

    assert (fresh(mentor).state, acts()) == (before, [])


@pytest.mark.parametrize("act", ["pause", "end"])
def test_it_shows_in_lists_and_rights_at_once(decide, act, django_capture_on_commit_callbacks):
    mentor = MentorProfileFactory(here=True)

    with django_capture_on_commit_callbacks(execute=True):
        decide(change_state, mentor=mentor, act=act)

    assert version("queue:adult") == 1
    assert version(f"person:{mentor.user.public_id}") == 1
    assert may_write(UserFactory(), fresh(mentor), at=NOW) == ("H2",)


def test_the_end_ends_clearances_publicity_and_the_protection_of_the_name(decide):
    mentor = MentorProfileFactory(is_public=True, user__name_is_protected=True)
    ClearanceFactory(user=mentor.user)

    decide(change_state, mentor=mentor, act="end")

    assert fresh(mentor).is_public is False
    assert fresh(mentor.user).name_is_protected is False
    assert not Clearance.objects.in_force(at=NOW).exists()
    assert {act for act, _reason in acts()} == {"end role", "end clearance"}


def test_a_clearance_opens_the_teen_space_until_its_last_day(decide):
    mentor = MentorProfileFactory()
    teen = UserFactory(teen=True)
    assert may_write(teen, mentor, at=NOW) == ("H1",)

    decide(grant_clearance, mentor=mentor, until=date(2027, 3, 2))

    assert may_write(teen, mentor, at=NOW) == ()
    assert may_write(teen, mentor, at=NOW + timedelta(days=366)) == ("H1",)
    assert AuditEntry.objects.get().facts == {"until": "2027-03-02"}


@pytest.mark.parametrize("until", [date(2027, 3, 3), date(2026, 3, 1)])
def test_a_clearance_is_from_today_to_twelve_months_ahead(decide, until):
    with pytest.raises(ClearanceOutOfRange):
        decide(grant_clearance, mentor=MentorProfileFactory(), until=until)

    assert not Clearance.objects.exists()


def test_teens_need_no_clearance(decide):
    with pytest.raises(ClearanceIsForAdults):
        decide(
            grant_clearance, mentor=MentorProfileFactory(user__teen=True), until=date(2026, 6, 1)
        )


def test_an_ended_clearance_takes_the_mentor_out_of_the_teen_space_at_once(
    decide, django_capture_on_commit_callbacks
):
    mentor = MentorProfileFactory()
    ClearanceFactory(user=mentor.user)

    with django_capture_on_commit_callbacks(execute=True):
        decide(end_clearance, mentor=mentor)

    assert may_write(UserFactory(teen=True), mentor, at=NOW) == ("H1",)
    assert version("queue:teen") == 1
    assert acts() == [("end clearance", "Because.")]


def test_tracks_are_given_by_coordinators(decide):
    mentor, track = MentorProfileFactory(), TrackFactory(name="Quality")

    decide(set_tracks, mentor=mentor, tracks=[track])

    assert list(mentor.tracks.all()) == [track]
    assert "quality" in fresh(mentor).search_text
    assert acts() == [("set tracks", "Because.")]


@pytest.mark.parametrize(
    "act",
    [
        lambda **who: change_state(act="end", **who),
        lambda **who: grant_clearance(until=date(2026, 6, 1), **who),
        end_clearance,
        lambda **who: set_tracks(tracks=[], **who),
    ],
    ids=["state", "grant", "end clearance", "tracks"],
)
def test_each_act_needs_a_coordinator_a_reason_and_somebody_else(act, coordinator):
    mentor = MentorProfileFactory()
    own = MentorProfileFactory(user=coordinator)

    with pytest.raises(ReasonMissing):
        act(mentor=mentor, actor=coordinator, reason=" ", at=NOW)
    with pytest.raises(NotAllowed):
        act(mentor=mentor, actor=UserFactory(moderator=True), reason="I.", at=NOW)
    with pytest.raises(NotAboutOneself):
        act(mentor=own, actor=coordinator, reason="Me.", at=NOW)

    assert acts() == []


STAFF_PAGES = [reverse("profiles:applications"), reverse("profiles:mentors")]


def mentor_url(mentor, name="mentor"):
    return reverse(f"profiles:{name}", args=[mentor.user.username])


def test_staff_pages_are_there_for_coordinators_alone(
    client, as_listener, as_moderator, as_coordinator
):
    mentor, application = MentorProfileFactory(), applied()
    pages = [
        *STAFF_PAGES,
        mentor_url(mentor),
        reverse("profiles:application", args=[application.public_id]),
    ]

    for url in pages:
        assert client.get(url).status_code == 302
        assert as_listener.get(url).status_code == 404
        assert as_moderator.get(url).status_code == 404
        assert as_coordinator.get(url).status_code == 200


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("change-state", {"act": "pause"}),
        ("grant-clearance", {"until": (timezone.now() + timedelta(days=30)).date()}),
        ("end-clearance", {}),
        ("set-tracks", {}),
    ],
)
def test_acts_on_a_mentor_are_posts_with_a_reason(as_coordinator, as_listener, name, typed):
    mentor = MentorProfileFactory()
    ClearanceFactory(user=mentor.user, cleared_until=timezone.now().date())
    url = mentor_url(mentor, name)

    assert as_coordinator.get(url).status_code == 405
    assert as_listener.post(url, typed | {"reason": "I."}).status_code == 404
    assert as_coordinator.post(url, typed).status_code == 422
    done = as_coordinator.post(url, typed | {"reason": "Seen."})
    assert (done.status_code, done.url) == (302, mentor_url(mentor))
    assert "Seen." in as_coordinator.get(mentor_url(mentor)).content.decode()


def test_nobody_finds_forms_about_themselves(sign_in, coordinator):
    own = MentorProfileFactory(user=coordinator)

    page = sign_in(coordinator).get(mentor_url(own)).content.decode()

    assert "Somebody else has to decide about you." in page
    assert "End the role" not in page


def test_mentors_are_found_by_words(as_coordinator):
    MentorProfileFactory(user__display_name="Ängström", search_text="angstrom")
    MentorProfileFactory(user__display_name="Birch", search_text="birch")

    page = as_coordinator.get(reverse("profiles:mentors"), {"q": "ÄNGS"}).content.decode()

    assert "Ängström" in page
    assert "Birch" not in page


@pytest.mark.parametrize("url", STAFF_PAGES)
def test_lists_cost_the_same_for_any_number_of_rows(as_coordinator, cost_of, url):
    def add_row():
        applied()
        ClearanceFactory(user=MentorProfileFactory().user)

    assert cost_of(as_coordinator, url, add_row) <= 12
