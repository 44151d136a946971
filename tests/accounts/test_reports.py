"""What people report, what moderators see of it, and what comes of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.moderation.errors import (
    AlreadyReported,
    NothingToRemove,
    NothingToReport,
    TooManyReports,
)
from accounts.moderation.models import Category, Report, ReportedText
from accounts.moderation.operations import decide_report, file_report, look_at
from accounts.moderation.rules import GRAVITY, gravity_of
from accounts.people.errors import HoldsAnOffice
from accounts.safeguarding.errors import AlreadyDecided, NotAboutOneself, ReasonMissing
from mentorship.conversations.operations import delete_message, report_message
from mentorship.models import Conversation, Message
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

pytestmark = pytest.mark.django_db
Decision = Report.Decision


@pytest.fixture
def talk(listener):
    talk = ConversationFactory(listener=listener)
    for number in range(1, 14):
        author = talk.mentor.user if number % 2 else listener
        MessageFactory(conversation=talk, author=author, body=f"line {number}")
    return talk


def reported(talk, seq=7, by=None, at=NOW, **more):
    facts = {"category": "unkind", "words": "It hurt.", "is_urgent": False} | more
    message = talk.messages.get(seq=seq)
    return report_message(message=message, reporter=by or talk.listener, at=at, **facts)


def decide(report, moderator, decision=Decision.NO_STEP, reason="Read it.", at=NOW):
    return decide_report(report, decision=decision, reason=reason, actor=moderator, at=at)


def test_every_category_has_its_gravity():
    assert GRAVITY.keys() == set(Category.values)
    assert all(gravity_of("spam", is_urgent=True) > grave for grave in GRAVITY.values())


def test_a_report_keeps_a_copy_of_the_message_and_five_around_it(talk):
    report = reported(talk)
    Message.objects.update(body="Something else")

    texts = list(report.texts.all())
    assert [text.text for text in texts] == [f"line {number}" for number in range(2, 13)]
    assert [text.text for text in texts if text.is_reported] == ["line 7"]
    assert (report.about, report.own_words) == (talk.mentor.user, "It hurt.")


def test_the_copies_cannot_be_read_in_the_database(talk):
    reported(talk)

    stored = str(list(ReportedText.objects.values())) + str(list(Report.objects.values()))
    assert "line 7" not in stored
    assert "It hurt" not in stored


def test_deleting_afterwards_or_before_takes_nothing_from_the_moderators(talk):
    message = talk.messages.get(seq=7)
    delete_message(message=message, author=talk.mentor.user, at=message.sent_at)

    assert reported(talk).texts.get(is_reported=True).text == "line 7"


@pytest.mark.parametrize("at", ["first", "second"])
def test_the_same_thing_is_reported_once_while_it_is_open(talk, moderator, at):
    first = reported(talk)
    if at == "second":
        decide(first, moderator)
        assert reported(talk).pk != first.pk
    else:
        with pytest.raises(AlreadyReported):
            reported(talk)
        assert Report.objects.count() == 1


def test_nobody_reports_themselves(talk):
    with pytest.raises(NothingToReport):
        reported(talk, seq=2)


def test_twenty_a_day_are_enough_but_for_immediate_danger(listener):
    def file(is_urgent=False, at=NOW):
        about = UserFactory()
        return file_report(
            reporter=listener,
            about=about,
            source="profile",
            target=about.public_id,
            category="spam",
            words="",
            is_urgent=is_urgent,
            copies=[],
            at=at,
        )

    for _ in range(20):
        file()
    with pytest.raises(TooManyReports):
        file()

    assert file(is_urgent=True).gravity == 100
    assert file(at=NOW + timedelta(days=1)).pk


def test_the_gravest_wait_first_then_the_oldest(talk, moderator):
    kinds = [("spam", False, 0), ("child", False, 2), ("spam", True, 3), ("child", False, 1)]
    filed = [
        reported(talk, seq, category=kind, is_urgent=urgent, at=NOW + timedelta(minutes=late))
        for seq, (kind, urgent, late) in zip((1, 3, 5, 7), kinds, strict=True)
    ]

    waiting = list(Report.objects.visible_to(moderator).waiting())

    assert waiting == [filed[2], filed[3], filed[1], filed[0]]


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


def test_a_decision_needs_a_reason_and_is_made_once(talk, moderator):
    report = reported(talk)
    with pytest.raises(ReasonMissing):
        decide(report, moderator, reason="  ")

    decide(report, moderator)

    with pytest.raises(AlreadyDecided):
        decide(report, moderator)
    entry = AuditEntry.objects.get(act="decide report")
    assert (entry.reason, entry.facts["decision"]) == ("Read it.", "none")


def test_a_removed_message_shows_that_and_nothing_else(as_listener, talk, moderator):
    decide(reported(talk), moderator, Decision.REMOVED)

    page = as_listener.get(talk.get_absolute_url()).content.decode()

    assert "Removed by a moderator" in page
    assert "line 7<" not in page
    assert "line 8<" in page


def test_a_profile_has_no_message_to_remove(listener, moderator):
    about = UserFactory()
    report = file_report(
        reporter=listener,
        about=about,
        source="profile",
        target=about.public_id,
        category="spam",
        words="",
        is_urgent=False,
        copies=[],
        at=NOW,
    )

    with pytest.raises(NothingToRemove):
        decide(report, moderator, Decision.REMOVED)
    assert Report.objects.waiting().count() == 1


def test_a_closed_account_is_gone_from_lists_and_its_talks_end(sign_in, talk, moderator):
    client = sign_in(talk.mentor.user)

    decide(reported(talk), moderator, Decision.CLOSED)

    assert client.get("/settings/").status_code == 302
    assert not Conversation.objects.open().exists()
    assert sign_in(talk.listener).get(talk.mentor.get_absolute_url()).status_code == 404
    talk.mentor.refresh_from_db()
    assert talk.mentor.active_count == 0


def test_staff_of_the_programme_are_not_closed_by_a_moderator(talk, moderator):
    talk.mentor.user.is_coordinator = True
    talk.mentor.user.save()
    report = reported(talk)

    with pytest.raises(HoldsAnOffice):
        decide(report, moderator, Decision.CLOSED)

    report.refresh_from_db()
    assert report.decided_at is None


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


def test_the_database_knows_no_half_decision(talk, moderator):
    report = reported(talk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(decided_at=NOW)


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
