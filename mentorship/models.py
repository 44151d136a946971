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
from mentorship.programme.models import Banner, BannerDismissal, ProgrammeVersion
from mentorship.sharing.models import Arrival, Source, SourceDay

__all__ = [
    "Arrival",
    "Banner",
    "BannerDismissal",
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
    "ProgrammeVersion",
    "ReadMark",
    "SectionDraft",
    "Situation",
    "Source",
    "SourceDay",
    "Topic",
    "TopicStrength",
    "TopicWanted",
    "Track",
    "WeeklyHours",
]
