"""A talk of thirteen lines, and what reporting and deciding in it is for a test."""

from accounts.moderation.models import Report
from accounts.moderation.operations import decide_report
from mentorship.conversations.operations import report_message
from tests.conftest import NOW
from tests.factories.mentorship import ConversationFactory, MessageFactory

Decision = Report.Decision


def talk_of_thirteen(listener):
    """Lines 1 to 13, the odd ones by the mentor."""
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
