"""What a moderator decided reaches the talks it is about."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.moderation.models import Report
from accounts.moderation.signals import report_decided
from mentorship.conversations.operations import close_talks_of, remove_message

Decision = Report.Decision


@receiver(report_decided, dispatch_uid="mentorship.conversations.receivers.carry_out")
def carry_out(*, report: Report, at: datetime, **_facts: Any) -> None:
    """A removed message loses its words; a closed account leaves no talk open."""
    if report.decision == Decision.REMOVED:
        remove_message(public_id=report.target, at=at)
    if report.decision == Decision.CLOSED:
        close_talks_of(person=report.about, at=at)
