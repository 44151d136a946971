"""The acts of the area: take in a community's export, all of it or nothing, at once or by plan."""

from mentorship.intake.operations.plans import cancel, confirm, forget_left, hand_in
from mentorship.intake.operations.run import import_community, preview_community
from mentorship.intake.operations.summary import Summary
from mentorship.intake.operations.work import give_up, work_on

__all__ = [
    "Summary",
    "cancel",
    "confirm",
    "forget_left",
    "give_up",
    "hand_in",
    "import_community",
    "preview_community",
    "work_on",
]
