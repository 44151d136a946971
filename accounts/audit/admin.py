from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts.audit.models import AuditEntry
from config.kit.admin import Shown

ABOUT_REPORTS = ("read report", "decide report")


@admin.register(AuditEntry)
class AuditEntryAdmin(Shown):
    """The record of staff acts, but for what came of reports about whoever looks."""

    fields = ["at", "act", "actor", "subject", "target", "reason", "facts"]
    list_display = ["at", "act", "actor", "subject", "reason"]
    list_filter = ["act"]
    list_select_related = ["actor", "subject"]
    search_fields = ["actor__username", "subject__username", "target", "reason"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        """Nobody learns here that somebody reported them; another operator sees those entries."""
        own = Q(subject=request.user, act__in=ABOUT_REPORTS)
        return super().get_queryset(request).exclude(own)
