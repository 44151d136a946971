"""Registry of each area's admin."""

from accounts.audit.admin import AuditEntryAdmin

__all__ = ["AuditEntryAdmin"]
