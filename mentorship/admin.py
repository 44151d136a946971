"""Registry of each area's admin."""

from mentorship.conversations.admin import ConversationAdmin, MessageAdmin
from mentorship.intake.admin import ImportRunAdmin
from mentorship.profiles.admin import (
    MentorApplicationAdmin,
    MentorProfileAdmin,
    TopicAdmin,
    TrackAdmin,
)

__all__ = [
    "ConversationAdmin",
    "ImportRunAdmin",
    "MentorApplicationAdmin",
    "MentorProfileAdmin",
    "MessageAdmin",
    "TopicAdmin",
    "TrackAdmin",
]
