from django.contrib import admin
from django.http import HttpRequest

from accounts.audit.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """The record of staff acts, to read only."""

    list_display = ["at", "act", "actor", "subject", "reason"]
    list_filter = ["act"]
    list_select_related = ["actor", "subject"]
    search_fields = ["actor__username", "subject__username", "target", "reason"]
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False
