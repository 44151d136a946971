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
from accounts.moderation.operations import file_report
from accounts.moderation.rules import GRAVITY, gravity_of
from accounts.people.errors import HoldsAnOffice
from accounts.safeguarding.errors import AlreadyDecided, ReasonMissing
from mentorship.conversations.operations import delete_message, edit_message
from mentorship.models import Conversation, Message
from tests.accounts.reporting import decide, reported, talk_of_thirteen
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
Decision = Report.Decision


@pytest.fixture
def talk(listener):
    return talk_of_thirteen(listener)


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


def test_a_line_that_was_worded_anew_is_kept_with_what_it_said_at_first(talk, as_moderator):
    line = talk.messages.get(seq=7)
    facts = {"message": line, "author": line.author, "at": line.sent_at}
    edit_message(**facts, body="another line 7")
    edit_message(**facts, body="a kind line 7")

    report = reported(talk)

    texts = [text.text for text in report.texts.filter(is_reported=True)]
    assert texts == ["line 7", "another line 7", "a kind line 7"]
    assert report.texts.count() == 13
    page = as_moderator.get(reverse("moderation:report", args=[report.public_id]))
    assert page.content.decode().count("as it was worded at first") == 2


def test_deleting_what_was_worded_anew_takes_neither_wording(talk):
    line = talk.messages.get(seq=7)
    facts = {"message": line, "author": line.author, "at": line.sent_at}
    edit_message(**facts, body="a kind line 7")
    delete_message(**facts)

    texts = reported(talk).texts.filter(is_reported=True)
    assert [text.text for text in texts] == ["line 7", "a kind line 7"]


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


def test_no_page_says_of_a_removed_message_that_its_author_deleted_it(as_listener, talk, moderator):
    line = talk.messages.get(seq=13)
    delete_message(message=line, author=line.author, at=line.sent_at)
    decide(reported(talk, seq=13), moderator, Decision.REMOVED)
    rows = reverse("conversations:rows", args=[talk.public_id])
    report = reverse("conversations:report-line", args=[talk.public_id, 13])

    since = int(NOW.timestamp()) - 1
    for path in (reverse("conversations:chats"), f"{rows}?after=13&since={since}", report):
        page = as_listener.get(path).content.decode()
        assert "Removed by a moderator" in page
        assert "Deleted by its author" not in page


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


def test_the_database_knows_no_half_decision(talk, moderator):
    report = reported(talk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(decided_at=NOW)
