"""What may be refused where the safety of young people is at stake."""

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError


class AlreadyDecided(DomainError):
    message = _("Somebody else has decided this meanwhile.")
    code = "already_decided"


class ReasonMissing(DomainError):
    message = _("Please write a reason: those who look at this later need it.")
    code = "reason_missing"


class ClearanceIsForAdults(DomainError):
    message = _("Only people of 18 and over need a clearance.")
    code = "clearance_is_for_adults"


class ClearanceOutOfRange(DomainError):
    message = _("Choose a last day from today on, at most 12 months ahead.")
    code = "clearance_out_of_range"


class NotAboutOneself(DomainError):
    message = _("Somebody else has to decide this: it is about you.")
    code = "not_about_oneself"


class NotOneself(DomainError):
    message = _("This is you: there is nobody to block.")
    code = "not_oneself"
