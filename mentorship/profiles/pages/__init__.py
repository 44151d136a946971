"""What pages show: one profile (profile), its editor (editor), its drafts (preview)."""

from mentorship.profiles.pages.editor import editor_page, hours_page
from mentorship.profiles.pages.preview import preview_page
from mentorship.profiles.pages.profile import alternatives_for, profile_page, with_sections

__all__ = [
    "alternatives_for",
    "editor_page",
    "hours_page",
    "preview_page",
    "profile_page",
    "with_sections",
]
