"""Refusals of this area, each a sentence that can be shown."""

from collections.abc import Iterable
from typing import ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError
from config.kit.nouns import lazy_noun, noun

REASONS = {
    "H1": _("You and this {mentor} are in different spaces, so you cannot write to each other."),
    "H2": _("This {mentor} is not taking new chats right now."),
    "H3": _("This {mentor} has no open place right now."),
    "H4": _("Many people are asking this {mentor} right now."),
    "H5": _("You and this {mentor} cannot write to each other."),
    "H6": _("You and this {mentor} have no language in common."),
    "H9": _("You asked not to be matched with this {mentor} again."),
}


def sentences_for(codes: Iterable[str]) -> list[str]:
    """What the failing codes of `failing_constraints` mean, as sentences for the person asking."""
    return [str(REASONS[code]).format(mentor=noun("mentor").singular) for code in codes]


class MayNotWrite(DomainError):
    """The constraints of policy 13.2 refuse; `codes` says which, in their order."""

    code: ClassVar[str] = "may-not-write"

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        self.sentences = sentences_for(codes)
        super().__init__(" ".join(self.sentences))


class RoleNotHeld(DomainError):
    message = format_lazy(
        _("This needs the role of {mentor}, which is not in force for you right now."),
        mentor=lazy_noun("mentor"),
    )
    code = "role-not-held"


class WindowLengthUnknown(DomainError):
    message = _("Choose a time between 15 minutes and 8 hours.")
    code = "window-length"


class CapacityOutOfRange(DomainError):
    message = _("You can carry between 1 and 10 people at a time.")
    code = "capacity-range"


class CapacityTooEarly(DomainError):
    message = _("In the first 30 days you carry up to 2 people at a time. More comes after that.")
    code = "capacity-early"


class CapacityBelowActive(DomainError):
    code = "capacity-below-active"

    def __init__(self, active: int) -> None:
        words = now_in_words(
            "You have {active} active chats. The number can go lower when some have finished."
        )
        super().__init__(words.format(active=active))


class SpaceIsNotPublic(DomainError):
    message = _("Profiles of this space are shown to its members only.")
    code = "space-not-public"


class NotPublicYet(DomainError):
    message = _("First let visitors of this site see your profile, with the switch above.")
    code = "not-public-yet"


class HoursAreEmpty(DomainError):
    message = _("Choose an end after the start.")
    code = "hours-empty"


class HoursOverlap(DomainError):
    message = _("You have hours at that time already.")
    code = "hours-overlap"


class TooManyHours(DomainError):
    message = _("That is as many as we can keep. Remove one first.")
    code = "hours-too-many"


class LeaveEndsBeforeStart(DomainError):
    message = _("The last day cannot be before the first day.")
    code = "leave-backwards"


class LeaveIsOver(DomainError):
    message = _("These days have passed already.")
    code = "leave-over"


class LeaveTooFar(DomainError):
    message = _("Choose days within two years from today.")
    code = "leave-too-far"


class LeaveOverlaps(DomainError):
    message = _("You have said already that you are away on some of these days.")
    code = "leave-overlap"


class AlreadyHeld(DomainError):
    message = _("You hold this role already.")
    code = "already-held"


class AlreadyApplied(DomainError):
    message = _("Your application is with the coordinators. They will answer it.")
    code = "already-applied"


class TooYoungForRole(DomainError):
    message = _("This role is open from 15 years on. Thank you for wanting to help.")
    code = "too-young-for-role"


class ApplicationDecided(DomainError):
    message = _("Somebody else has decided this application meanwhile.")
    code = "application-decided"


class StateIsAnother(DomainError):
    message = _("Somebody else has changed this role meanwhile. Please look again.")
    code = "state-is-another"
