"""Registry of each area's admin."""

from accounts.audit.admin import AuditEntryAdmin
from accounts.moderation.admin import ReportAdmin
from accounts.people.admin import InvitationAdmin, UserAdmin
from accounts.safeguarding.admin import BandQuestionAdmin, ClearanceAdmin

__all__ = [
    "AuditEntryAdmin",
    "BandQuestionAdmin",
    "ClearanceAdmin",
    "InvitationAdmin",
    "ReportAdmin",
    "UserAdmin",
]
