"""Every write of conversations; one function per act."""

from mentorship.conversations.operations.changes import delete_message, edit_message
from mentorship.conversations.operations.places import places_held, recount_places
from mentorship.conversations.operations.reading import (
    add_to_draft,
    clear_draft,
    mark_read,
    save_draft,
)
from mentorship.conversations.operations.talks import (
    finish,
    open_conversation,
    pass_turn,
    say,
)

__all__ = [
    "add_to_draft",
    "clear_draft",
    "delete_message",
    "edit_message",
    "finish",
    "mark_read",
    "open_conversation",
    "pass_turn",
    "places_held",
    "recount_places",
    "save_draft",
    "say",
]
