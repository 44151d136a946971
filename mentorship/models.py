"""Registry: the models of each area, so that Django sees them. Nobody imports from here."""

from mentorship.conversations.models import (
    Conversation,
    Draft,
    Message,
    MessageRevision,
    ReadMark,
)
from mentorship.intake.models import (
    ImportedRow,
    ImportFault,
    ImportPiece,
    ImportPlan,
    ImportRun,
)
from mentorship.profiles.models import (
    Leave,
    MentorApplication,
    MentorProfile,
    SectionDraft,
    Situation,
    Topic,
    TopicStrength,
    TopicWanted,
    Track,
    WeeklyHours,
)

__all__ = [
    "Conversation",
    "Draft",
    "ImportFault",
    "ImportPiece",
    "ImportPlan",
    "ImportRun",
    "ImportedRow",
    "Leave",
    "MentorApplication",
    "MentorProfile",
    "Message",
    "MessageRevision",
    "ReadMark",
    "SectionDraft",
    "Situation",
    "Topic",
    "TopicStrength",
    "TopicWanted",
    "Track",
    "WeeklyHours",
]
