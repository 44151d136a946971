from django.contrib import admin

from accounts.audit.models import AuditEntry
from config.kit.admin import Shown


@admin.register(AuditEntry)
class AuditEntryAdmin(Shown):
    """The record of staff acts."""

    fields = ["at", "act", "actor", "subject", "target", "reason", "facts"]
    list_display = ["at", "act", "actor", "subject", "reason"]
    list_filter = ["act"]
    list_select_related = ["actor", "subject"]
    search_fields = ["actor__username", "subject__username", "target", "reason"]
    date_hierarchy = "at"
