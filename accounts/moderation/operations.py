"""Filing a report, looking at it, deciding it."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import IntegrityError, transaction

from accounts.audit.operations import record
from accounts.moderation import rules
from accounts.moderation.errors import (
    AlreadyReported,
    NothingToRemove,
    NothingToReport,
    TooManyReports,
)
from accounts.moderation.models import SEALED_FOR, Report, ReportedText
from accounts.moderation.signals import report_decided
from accounts.people.models import User
from accounts.people.operations import close_account
from accounts.safeguarding.errors import AlreadyDecided, NotAboutOneself, ReasonMissing
from config.kit.sealing import seal

Decision = Report.Decision


@dataclass(frozen=True)
class Copy:
    """One text as it stands now; the reported one, or one of those around it."""

    text: str
    author: User | None
    said_at: datetime | None = None
    is_reported: bool = False


@transaction.atomic
def file_report(
    *,
    reporter: User,
    about: User,
    source: str,
    target: uuid.UUID,
    category: str,
    words: str,
    is_urgent: bool,
    copies: Sequence[Copy],
    at: datetime,
) -> Report:
    """Ask the moderators to look at something of `about`, with copies that outlast a deletion.

    Raises NothingToReport about oneself, AlreadyReported while one of the same thing is open, and
    TooManyReports beyond 20 a day; immediate danger is never too much.
    """
    if reporter.pk == about.pk:
        raise NothingToReport
    User.objects.select_for_update().get(pk=reporter.pk)
    made = Report.objects.made_since(reporter, since=at - rules.DAY).count()
    if made >= rules.REPORTS_A_DAY and not is_urgent:
        raise TooManyReports
    report = Report(
        reporter=reporter,
        about=about,
        source=source,
        target=target,
        category=category,
        is_urgent=is_urgent,
        gravity=rules.gravity_of(category, is_urgent=is_urgent),
        words=seal(words, purpose=SEALED_FOR) if words else "",
        made_at=at,
    )
    _store(report, copies)
    return report


def _store(report: Report, copies: Sequence[Copy]) -> None:
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as clash:
        raise AlreadyReported from clash
    ReportedText.objects.bulk_create(
        ReportedText(
            report=report,
            position=position,
            author=copy.author,
            sealed=seal(copy.text, purpose=SEALED_FOR),
            text_hash=hashlib.sha256(copy.text.encode()).hexdigest(),
            said_at=copy.said_at,
            is_reported=copy.is_reported,
        )
        for position, copy in enumerate(copies)
    )


def look_through(found: Sequence[Report], *, actor: User, at: datetime) -> None:
    """Record which reports a moderator saw in a list, before it is shown: about whom and what."""
    shown = [str(report.public_id) for report in found]
    record(actor=actor, act="list reports", target="reports", facts={"shown": shown}, at=at)


@transaction.atomic
def look_at(report: Report, *, actor: User, at: datetime) -> list[ReportedText]:
    """The copies of a report for a moderator; that they looked is recorded in the same breath.

    A line that was worded anew stands in them more than once; `is_earlier` marks what it said
    before.

    Raises NotAboutOneself to whom the report is about, or who made it.
    """
    _check_handles(report, actor)
    record(
        actor=actor, act="read report", target=str(report.public_id), subject=report.about, at=at
    )
    texts = list(report.texts.select_related("author"))
    for text, following in pairwise(texts):
        said = (text.said_at, text.author_id)
        text.is_earlier = bool(text.said_at) and said == (following.said_at, following.author_id)
    return texts


@transaction.atomic
def decide_report(
    report: Report, *, decision: str, reason: str, actor: User, at: datetime
) -> Report:
    """Decide once, with a reason: do what the decision says; the reporter's next page tells.

    Raises ReasonMissing, NotAboutOneself, AlreadyDecided, and NothingToRemove for a profile.
    """
    if not reason.strip():
        raise ReasonMissing
    report = (
        Report.objects.select_for_update(of=("self",)).select_related("about").get(pk=report.pk)
    )
    _check_handles(report, actor)
    if report.decided_at:
        raise AlreadyDecided
    if decision == Decision.REMOVED and report.source != Report.Source.MESSAGE:
        raise NothingToRemove
    report.decided_at, report.decided_by = at, actor
    report.decision, report.reason = decision, reason.strip()
    report.save(update_fields=["decided_at", "decided_by", "decision", "reason"])
    record(
        actor=actor,
        act="decide report",
        target=str(report.public_id),
        subject=report.about,
        reason=report.reason,
        facts={"decision": str(decision), "category": report.category},
        at=at,
    )
    if decision == Decision.CLOSED:
        close_account(user=report.about, actor=actor, reason=report.reason, at=at)
    report_decided.send(Report, report=report, actor=actor, at=at)
    return report


def note_outcomes_seen(*, reporter: User, at: datetime) -> int:
    """Note that somebody has read what came of their reports; says how many were new."""
    decided = Report.objects.decided().filter(reporter=reporter, outcome_seen_at=None)
    return decided.order_by().update(outcome_seen_at=at)


def _check_handles(report: Report, actor: User) -> None:
    if actor.pk in (report.about_id, report.reporter_id):
        raise NotAboutOneself
