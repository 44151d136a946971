"""Every write of sharing: links made, renamed, ended (links), and what came of them (counting)."""

from mentorship.sharing.operations.counting import (
    count_visit,
    note_arrival,
    note_message,
    own_source,
)
from mentorship.sharing.operations.links import (
    declare_source,
    end_source,
    give_link,
    rename_source,
    resume_source,
)

__all__ = [
    "count_visit",
    "declare_source",
    "end_source",
    "give_link",
    "note_arrival",
    "note_message",
    "own_source",
    "rename_source",
    "resume_source",
]
