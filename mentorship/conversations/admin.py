from django.contrib import admin

from config.kit.admin import Shown
from mentorship.conversations.models import Conversation, Message


@admin.register(Conversation)
class ConversationAdmin(Shown):
    """Who talks with whom, and since when; not what they say."""

    fields = [
        *("public_id", "mentor", "listener", "space", "opened_at", "closed_at", "closed_by"),
        *("turn", "turn_since", "moved_at", "first_reply_at", "last_seq"),
        *("mentor_message_count", "listener_message_count", "minutes"),
    ]
    list_display = ["public_id", "mentor", "listener", "space", "opened_at", "closed_at", "turn"]
    list_filter = ["space", "turn"]
    list_select_related = ["mentor__user", "listener"]
    search_fields = ["public_id", "mentor__user__username", "listener__username"]
    ordering = ["-pk"]


@admin.register(Message)
class MessageAdmin(Shown):
    """When somebody wrote, for the question whether a line arrived; without the line."""

    fields = [
        *("public_id", "conversation", "seq", "author", "is_automatic"),
        *("sent_at", "edited_at", "deleted_at", "removed_at"),
    ]
    list_display = ["sent_at", "conversation", "seq", "author", "deleted_at", "removed_at"]
    list_select_related = ["conversation", "author"]
    search_fields = ["public_id", "conversation__public_id"]
    ordering = ["-pk"]
