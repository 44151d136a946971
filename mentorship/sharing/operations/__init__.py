"""Every write of sharing: making links (links), and counting what comes of them (counting)."""

from mentorship.sharing.operations.counting import (
    count_visit,
    note_arrival,
    note_message,
    own_source,
)
from mentorship.sharing.operations.links import declare_source, give_link

__all__ = [
    "count_visit",
    "declare_source",
    "give_link",
    "note_arrival",
    "note_message",
    "own_source",
]
