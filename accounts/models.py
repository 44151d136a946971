"""Registry: the models of each area, so that Django sees them. Nobody imports from here."""

from accounts.audit.models import AuditEntry
from accounts.people.models import Invitation, SpokenLanguage, User
from accounts.safeguarding.models import BandQuestion, Clearance

__all__ = [
    "AuditEntry",
    "BandQuestion",
    "Clearance",
    "Invitation",
    "SpokenLanguage",
    "User",
]
