from django.contrib import admin

from accounts.safeguarding.models import BandQuestion, Clearance
from config.kit.admin import Shown


@admin.register(Clearance)
class ClearanceAdmin(Shown):
    """Who may talk with teens, until when, and who said so. Granted and ended by coordinators."""

    fields = ["user", "cleared_until", "granted_at", "granted_by", "reason", "ended_at"]
    list_display = ["user", "cleared_until", "granted_at", "granted_by", "ended_at"]
    list_select_related = ["user", "granted_by"]
    search_fields = ["user__username"]
    date_hierarchy = "granted_at"


@admin.register(BandQuestion)
class BandQuestionAdmin(Shown):
    """Questions about an imported band, and how moderators answered them."""

    fields = [
        *("user", "imported_band", "stated_band", "raised_at"),
        *("decided_at", "decided_by", "decision", "reason"),
    ]
    list_display = ["user", "imported_band", "stated_band", "raised_at", "decision", "decided_by"]
    list_filter = ["decision"]
    list_select_related = ["user", "decided_by"]
    search_fields = ["user__username"]
    ordering = ["-raised_at"]
