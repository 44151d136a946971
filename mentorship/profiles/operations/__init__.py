"""Every write of profiles, one function per act.

Presence (presence), heartbeats (beats), room and switches (room), sections and drafts
(sections), weekly hours and leave (hours), what lists show (snapshots), what a listener wants
(topics), the role (roles).
"""

from mentorship.profiles.operations.beats import note_beat
from mentorship.profiles.operations.hours import (
    add_hours,
    add_leave,
    remove_hours,
    remove_leave,
)
from mentorship.profiles.operations.presence import (
    extend_window,
    go_away,
    note_seen,
    settle_presence,
    start_window,
)
from mentorship.profiles.operations.roles import (
    apply_for_role,
    approve_application,
    change_state,
    decline_application,
    end_clearance,
    grant_clearance,
    set_tracks,
)
from mentorship.profiles.operations.room import (
    set_accepting,
    set_capacity,
    set_public,
    set_shown_outside,
)
from mentorship.profiles.operations.sections import (
    discard_draft,
    move_section,
    save_draft,
    save_section,
)
from mentorship.profiles.operations.snapshots import (
    announce_openings,
    refresh_openings,
    refresh_search_text,
)
from mentorship.profiles.operations.topics import choose_topics_wanted, keep_listed

__all__ = [
    "add_hours",
    "add_leave",
    "announce_openings",
    "apply_for_role",
    "approve_application",
    "change_state",
    "choose_topics_wanted",
    "decline_application",
    "discard_draft",
    "end_clearance",
    "extend_window",
    "go_away",
    "grant_clearance",
    "keep_listed",
    "move_section",
    "note_beat",
    "note_seen",
    "refresh_openings",
    "refresh_search_text",
    "remove_hours",
    "remove_leave",
    "save_draft",
    "save_section",
    "set_accepting",
    "set_capacity",
    "set_public",
    "set_shown_outside",
    "set_tracks",
    "settle_presence",
    "start_window",
]
