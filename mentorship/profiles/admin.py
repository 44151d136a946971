from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from accounts.people.views import person_of
from config.kit.admin import Shown
from mentorship.profiles.models import MentorApplication, MentorProfile, Topic, Track
from mentorship.profiles.operations import keep_listed


class ListedAdmin(Shown):
    """The words that mentors and listeners choose from: added and reworded, and recorded.

    None is taken away: people have chosen it.
    """

    fields = ["name", "slug", "description"]
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        keep_listed(obj, changed=form.changed_data, actor=person_of(request), at=timezone.now())


@admin.register(Topic)
class TopicAdmin(ListedAdmin):
    """What mentors can help with."""


@admin.register(Track)
class TrackAdmin(ListedAdmin):
    """The kinds of mentoring."""


@admin.register(MentorProfile)
class MentorProfileAdmin(Shown):
    """Who mentors, and how much room they have. Roles change under Coordination."""

    fields = [
        *("public_id", "user", "state", "approved_at", "is_public", "accepting", "capacity"),
        *("active_count", "weekly_sessions", "here_until", "seen_at", "last_served_at"),
        *("opens_at", "opens_until"),
    ]
    list_display = ["user", "state", "accepting", "capacity", "active_count", "approved_at"]
    list_filter = ["state", "accepting", "is_public"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__display_name"]
    ordering = ["-approved_at"]


@admin.register(MentorApplication)
class MentorApplicationAdmin(Shown):
    """Who asked to become a mentor, and what came of it; not what they wrote."""

    fields = ["public_id", "user", "wants_teens", "submitted_at", "decided_at", "decided_by"]
    fields += ["decision"]
    list_display = ["user", "submitted_at", "decision", "decided_at", "decided_by"]
    list_filter = ["decision", "wants_teens"]
    list_select_related = ["user", "decided_by"]
    search_fields = ["user__username"]
    date_hierarchy = "submitted_at"
