"""A listener asks for the role, and a coordinator answers."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.people.errors import NotAllowed
from accounts.safeguarding.errors import (
    NotAboutOneself,
    ReasonMissing,
)
from mentorship.models import MentorApplication, MentorProfile
from mentorship.profiles.errors import (
    AlreadyApplied,
    AlreadyHeld,
    ApplicationDecided,
    TooYoungForRole,
)
from mentorship.profiles.operations import (
    approve_application,
    decline_application,
)
from mentorship.profiles.querysets import may_write
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, TopicFactory, TrackFactory
from tests.mentorship.profiles.deciding import acts, applied, fresh

pytestmark = pytest.mark.django_db


def test_an_application_waits_for_the_coordinators():
    topic = TopicFactory()

    application = applied(topics=[topic], wants_teens=True)

    assert list(application.topics.all()) == [topic]
    assert (application.wants_teens, application.decided_at) == (True, None)


def test_whoever_holds_the_role_does_not_apply():
    with pytest.raises(AlreadyHeld):
        applied(MentorProfileFactory().user)


def test_one_application_at_a_time():
    user = UserFactory()
    applied(user)

    with pytest.raises(AlreadyApplied):
        applied(user)

    assert MentorApplication.objects.count() == 1


@pytest.mark.parametrize(
    ("turns_adult_on", "allowed"), [("2029-03-01", True), ("2029-04-01", False)]
)
def test_teens_apply_from_fifteen_on(turns_adult_on, allowed):
    teen = UserFactory(teen=True, turns_adult_on=turns_adult_on)

    if allowed:
        assert applied(teen, wants_teens=True).wants_teens is False
    else:
        with pytest.raises(TooYoungForRole):
            applied(teen)


def test_approval_makes_a_mentor_with_two_places_at_once(decide, coordinator):
    topic, track = TopicFactory(), TrackFactory(slug="chat-support")
    application = applied(topics=[topic])

    mentor = decide(approve_application, application=application)

    assert (mentor.user, mentor.capacity, mentor.approved_at) == (application.user, 2, NOW)
    assert [row.topic for row in mentor.strengths.all()] == [topic]
    assert list(mentor.tracks.all()) == [track]
    assert mentor.headline == "Calm."
    assert fresh(mentor.user).name_is_protected is True
    assert may_write(UserFactory(), mentor, at=NOW) == ()
    assert acts() == [("approve application", "Because.")]
    assert AuditEntry.objects.get().actor == coordinator


def test_somebody_whose_role_had_ended_comes_back_with_their_words(decide):
    mentor = MentorProfileFactory(state="ended", about="Long ago.", capacity=7)

    decide(approve_application, application=applied(mentor.user))

    again = fresh(mentor)
    assert (again.state, again.about, again.capacity) == ("approved", "Long ago.", 2)


def test_a_no_needs_a_reason_and_makes_no_mentor(decide):
    application = applied()

    with pytest.raises(ReasonMissing):
        decide(decline_application, application=application, reason=" ")
    decide(decline_application, application=application)

    assert fresh(application).decision == "declined"
    assert not MentorProfile.objects.exists()
    assert acts() == [("decline application", "Because.")]


@pytest.mark.parametrize("operation", [approve_application, decline_application])
def test_an_application_is_decided_once(decide, operation):
    application = applied()
    decide(decline_application, application=application)

    with pytest.raises(ApplicationDecided):
        decide(operation, application=application)


@pytest.mark.parametrize("operation", [approve_application, decline_application])
def test_nobody_decides_about_themselves_and_only_coordinators_decide(operation, coordinator):
    with pytest.raises(NotAboutOneself):
        operation(application=applied(coordinator), actor=coordinator, reason="Me.", at=NOW)
    with pytest.raises(NotAllowed):
        operation(application=applied(), actor=UserFactory(moderator=True), reason="I.", at=NOW)

    assert AuditEntry.objects.count() == 0


def test_a_listener_applies_by_a_form_and_is_told_that_it_waits(as_listener, listener):
    url = reverse("profiles:apply")
    topic = TopicFactory()

    response = as_listener.post(url, {"headline": "Calm.", "why": "I can.", "topics": [topic.pk]})

    assert response.url == url
    assert MentorApplication.objects.get().user == listener
    assert "The coordinators have your application" in as_listener.get(url).content.decode()
    again = as_listener.post(url, {"headline": "Calm.", "why": "I can."})
    assert again.status_code == 422
    assert MentorApplication.objects.count() == 1


def test_a_refused_application_keeps_the_words(as_listener):
    response = as_listener.post(reverse("profiles:apply"), {"headline": "", "why": "Long words"})

    assert response.status_code == 422
    assert "Long words" in response.content.decode()


def test_teens_are_not_asked_about_teens(as_teen, as_listener):
    url = reverse("profiles:apply")

    assert "wants_teens" in as_listener.get(url).content.decode()
    assert "wants_teens" not in as_teen.get(url).content.decode()


def test_a_stranger_signs_in_first(client):
    assert client.get(reverse("profiles:apply")).status_code == 302


@pytest.mark.parametrize(("decision", "made"), [("approved", 1), ("declined", 0)])
def test_a_coordinator_decides_by_a_form(as_coordinator, decision, made):
    application = applied()
    url = reverse("profiles:application", args=[application.public_id])

    response = as_coordinator.post(url, {"decision": decision, "reason": "Seen."})

    assert response.url == reverse("profiles:applications")
    assert MentorProfile.objects.count() == made
    assert as_coordinator.get(url).status_code == 404


def test_a_no_without_a_reason_is_refused_on_the_page(as_coordinator):
    url = reverse("profiles:application", args=[applied().public_id])

    response = as_coordinator.post(url, {"decision": "declined", "reason": ""})

    assert response.status_code == 422
    assert str(ReasonMissing.message) in response.content.decode()


def test_a_declined_applicant_reads_why_and_may_ask_again(as_coordinator, sign_in):
    application = applied()
    url = reverse("profiles:application", args=[application.public_id])
    as_coordinator.post(url, {"decision": "declined", "reason": "Come back in May."})

    page = sign_in(application.user).get(reverse("profiles:apply")).content.decode()

    assert "Come back in May." in page
    assert "Send application" in page
