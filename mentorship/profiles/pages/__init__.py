"""What pages show: one profile (profile), its editor (editor)."""

from mentorship.profiles.pages.editor import editor_page, hours_page
from mentorship.profiles.pages.profile import alternatives_for, profile_page, with_sections

__all__ = ["alternatives_for", "editor_page", "hours_page", "profile_page", "with_sections"]
