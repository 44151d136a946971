"""Registry: the models of each area, so that Django sees them. Nobody imports from here."""

from accounts.audit.models import AuditEntry
from accounts.moderation.models import Report, ReportedText
from accounts.people.models import Invitation, SpokenLanguage, User
from accounts.safeguarding.models import BandQuestion, Block, Clearance

__all__ = [
    "AuditEntry",
    "BandQuestion",
    "Block",
    "Clearance",
    "Invitation",
    "Report",
    "ReportedText",
    "SpokenLanguage",
    "User",
]
