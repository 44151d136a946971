from django.contrib import admin

from accounts.people.models import Invitation, User
from config.kit.admin import Shown

ROLES = ["is_coordinator", "is_moderator", "is_safeguarding_lead", "is_superuser"]


@admin.register(User)
class UserAdmin(Shown):
    """People. Their space, roles and accounts change by acts that are recorded, not here."""

    fields = [
        *("public_id", "username", "display_name", "email", "band", "turns_adult_on"),
        *("band_confirmed_at", "time_zone", "is_active", *ROLES, "is_sample", "verified"),
        *("joined_at", "imported_at", "woken_at", "last_seen_at"),
    ]
    list_display = ["username", "display_name", "band", "is_active", *ROLES, "joined_at"]
    list_filter = ["band", "is_active", *ROLES]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]


@admin.register(Invitation)
class InvitationAdmin(Shown):
    """The letters to imported people, and what became of them."""

    fields = ["user", "released_at", "released_by", "attempt_count", "sent_at", "accepted_at"]
    list_display = ["user", "released_at", "sent_at", "accepted_at"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    ordering = ["-released_at"]
