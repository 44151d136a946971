"""The pages of reports: for whoever reports, for moderators, and for nobody else."""

import pytest
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.moderation.models import Report
from accounts.moderation.operations import look_at
from accounts.safeguarding.errors import NotAboutOneself
from tests.accounts.reporting import decide, reported, talk_of_thirteen
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, MessageFactory

pytestmark = pytest.mark.django_db
Decision = Report.Decision


@pytest.fixture
def talk(listener):
    return talk_of_thirteen(listener)


def test_each_look_is_recorded(as_moderator, moderator, talk):
    report = reported(talk)
    page = as_moderator.get(reverse("moderation:report", args=[report.public_id]))

    assert "line 7" in page.content.decode()
    entry = AuditEntry.objects.get(act="read report")
    assert (entry.actor, entry.subject, entry.target) == (
        moderator,
        talk.mentor.user,
        str(report.public_id),
    )


@pytest.mark.parametrize("which", ["", "?decided=1"])
def test_a_look_at_a_list_is_recorded_with_what_it_showed(as_moderator, moderator, talk, which):
    waiting, decided = reported(talk, 3), reported(talk, 5)
    decide(decided, UserFactory(moderator=True))

    as_moderator.get(reverse("moderation:reports") + which)

    entry = AuditEntry.objects.get(act="list reports")
    assert entry.actor == moderator
    assert entry.facts == {"shown": [str((decided if which else waiting).public_id)]}


def test_looks_of_an_operator_are_recorded_too(sign_in, talk):
    operator, report = UserFactory(is_superuser=True, is_staff=True), reported(talk)
    client = sign_in(operator)

    client.get(reverse("admin:accounts_report_changelist"))
    client.get(reverse("admin:accounts_report_change", args=[report.pk]))
    client.get(reverse("admin:accounts_report_change", args=[report.pk + 1]))

    looks = AuditEntry.objects.filter(act="list reports", actor=operator).order_by("pk")
    assert [look.facts["shown"] for look in looks] == [[], [str(report.public_id)]]


def test_a_list_of_nothing_is_no_look(as_moderator):
    as_moderator.get(reverse("moderation:reports"))

    assert not AuditEntry.objects.exists()


def test_a_moderator_sees_no_more_than_the_report(as_moderator, talk):
    report = reported(talk)

    page = as_moderator.get(reverse("moderation:report", args=[report.public_id])).content.decode()

    assert "line 1<" not in page
    assert "line 13<" not in page
    assert talk.listener.email not in page
    assert as_moderator.get(talk.get_absolute_url()).status_code == 404


def test_nobody_handles_a_report_about_or_by_themselves(sign_in, talk):
    for person in (talk.mentor.user, talk.listener):
        person.is_moderator = True
        person.save()
    report = reported(talk)

    for person in (talk.mentor.user, talk.listener):
        client = sign_in(person)
        address = reverse("moderation:report", args=[report.public_id])
        assert client.get(address).status_code == 404
        assert "Nothing waits" in client.get(reverse("moderation:reports")).content.decode()
        with pytest.raises(NotAboutOneself):
            look_at(report, actor=person, at=NOW)
        with pytest.raises(NotAboutOneself):
            decide(report, person)


def test_an_account_can_be_opened_again(as_moderator, talk, moderator):
    report = decide(reported(talk), moderator, Decision.CLOSED)
    address = reverse("moderation:reopen", args=[report.public_id])

    assert as_moderator.post(address, {"reason": ""}).status_code == 422
    as_moderator.post(address, {"reason": "A mistake."})

    talk.mentor.user.refresh_from_db()
    assert talk.mentor.user.is_active
    assert as_moderator.get(address).status_code == 404
    assert AuditEntry.objects.filter(act="reopen account").exists()


def test_the_reporter_learns_the_outcome_and_is_never_revealed(sign_in, talk, moderator):
    report = reported(talk)
    reporter = sign_in(talk.listener)
    own = reverse("moderation:own-reports")
    assert "Waits for a moderator" in reporter.get(own).content.decode()

    decide(report, moderator, Decision.SPOKEN, reason="Talked on the phone.")

    assert "See what came of it" in reporter.get("/settings/").content.decode()
    page = reporter.get(own).content.decode()
    assert "We have spoken with this person" in page
    assert '<span class="tag">New</span>' in page
    assert "Talked on the phone" not in page
    assert '<span class="tag">New</span>' not in reporter.get(own).content.decode()
    assert "See what came of it" not in reporter.get("/settings/").content.decode()
    theirs = sign_in(talk.mentor.user)
    assert "You have reported nothing" in theirs.get(own).content.decode()


def test_the_form_keeps_words_and_says_what_is_missing(as_listener, talk):
    address = reverse("conversations:report-line", args=[talk.public_id, 7])
    assert address in as_listener.get(talk.get_absolute_url()).content.decode()

    response = as_listener.post(address, {"words": "It hurt."})

    page = response.content.decode()
    assert response.status_code == 422
    assert "It hurt." in page
    assert "Choose what is wrong" in page
    assert not Report.objects.exists()


def test_reporting_a_message_leads_to_where_the_outcome_will_be(as_listener, talk):
    address = reverse("conversations:report-line", args=[talk.public_id, 7])

    data = {"category": "threat", "is_urgent": "on"}
    page = as_listener.post(address, data, follow=True).content.decode()

    assert "A moderator will look at it" in page
    assert "Do not wait for us" in page
    assert Report.objects.get().gravity == 100


def test_a_profile_is_reported_with_what_it_says(as_listener):
    mentor = MentorProfileFactory(headline="Come to my other site")
    address = reverse("conversations:report", args=[mentor.user.username])
    assert address in as_listener.get(mentor.get_absolute_url()).content.decode()

    as_listener.post(address, {"category": "spam"})

    assert "Come to my other site" in Report.objects.get().texts.get().text


def test_own_messages_and_lines_of_the_site_are_not_reported(as_listener, talk):
    MessageFactory(conversation=talk, author=None, body="Imported.")

    for seq in (2, 14, 99):
        address = reverse("conversations:report-line", args=[talk.public_id, seq])
        assert as_listener.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_any_number(
    as_moderator, as_listener, talk, rows, django_assert_max_num_queries
):
    for seq in (1, 3, 5)[:rows]:
        reported(talk, seq)
    for client in (as_moderator, as_listener):
        client.get("/settings/")  # a first visit notes that somebody is here

    with django_assert_max_num_queries(8):
        page = as_moderator.get(reverse("moderation:reports")).content.decode()
    with django_assert_max_num_queries(8):
        own = as_listener.get(reverse("moderation:own-reports")).content.decode()

    assert page.count("Unkind, harassing") == own.count("Unkind, harassing") == rows
