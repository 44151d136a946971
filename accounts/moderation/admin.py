from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.moderation.models import Report
from config.kit.admin import Shown


@admin.register(Report)
class ReportAdmin(Shown):
    """That something was reported and decided: no words, no copies, and not by whom.

    Reading a report is for moderators, whose looks are recorded.
    """

    fields = [
        *("public_id", "about", "source", "category", "is_urgent", "gravity", "made_at"),
        *("decided_at", "decided_by", "decision"),
    ]
    list_display = ["made_at", "about", "category", "is_urgent", "decision", "decided_at"]
    list_filter = ["category", "is_urgent", "decision"]
    list_select_related = ["about"]
    search_fields = ["about__username", "public_id"]
    date_hierarchy = "made_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """None about whoever looks: nobody learns here that somebody reported them."""
        return super().get_queryset(request).exclude(about=request.user)
