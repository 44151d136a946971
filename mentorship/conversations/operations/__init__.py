"""Every write of conversations; one function per act."""

from mentorship.conversations.operations.blocks import block_person
from mentorship.conversations.operations.changes import delete_message, edit_message
from mentorship.conversations.operations.moderated import close_talks_of, remove_message
from mentorship.conversations.operations.places import places_held, recount_places
from mentorship.conversations.operations.reading import (
    add_to_draft,
    clear_draft,
    mark_read,
    save_draft,
)
from mentorship.conversations.operations.reports import report_message, report_person
from mentorship.conversations.operations.talks import (
    finish,
    open_conversation,
    pass_turn,
    say,
)

__all__ = [
    "add_to_draft",
    "block_person",
    "clear_draft",
    "close_talks_of",
    "delete_message",
    "edit_message",
    "finish",
    "mark_read",
    "open_conversation",
    "pass_turn",
    "places_held",
    "recount_places",
    "remove_message",
    "report_message",
    "report_person",
    "save_draft",
    "say",
]
