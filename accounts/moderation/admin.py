from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.moderation.models import Report
from accounts.moderation.operations import look_through
from accounts.people.views import person_of
from config.kit.admin import Shown


@admin.register(Report)
class ReportAdmin(Shown):
    """That something was reported and decided: no words, no copies, and not by whom.

    Reading a report is for moderators; looks at these facts are recorded like theirs.
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

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        look_through((), actor=person_of(request), at=timezone.now())
        return super().changelist_view(request, extra_context)

    def change_view(self, request: HttpRequest, object_id: str, *more: Any, **kept: Any) -> Any:
        report = self.get_object(request, object_id)
        if report:
            look_through((report,), actor=person_of(request), at=timezone.now())
        return super().change_view(request, object_id, *more, **kept)
