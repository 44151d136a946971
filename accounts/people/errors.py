"""What people may be refused, in words fit to show."""

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError


class HandleTaken(DomainError):
    message = _("Somebody was faster and has this handle. Please choose another.")
    code = "handle_taken"


class TooYoung(DomainError):
    message = _("We cannot open an account for you now.")
    code = "too_young"


class TeenSpaceClosed(DomainError):
    message = _("There is no space for people under 18 here yet.")
    code = "teen_space_closed"


class NotAdult(DomainError):
    message = _("This role is only for people of 18 and over.")
    code = "not_adult"


class NotAllowed(DomainError):
    message = _("This is not yours to do.")
    code = "not_allowed"


class LastCoordinator(DomainError):
    message = _("Nobody else coordinates. Give the role to somebody first.")
    code = "last_coordinator"


class InvitationGone(DomainError):
    message = _("This invitation is no longer open.")
    code = "invitation_gone"


class NobodyToInvite(DomainError):
    message = _("There is nobody left to invite.")
    code = "nobody_to_invite"


class HoldsAnOffice(DomainError):
    message = _("This person holds a role of the programme. A coordinator has to end it first.")
    code = "holds_an_office"


class NoSecondFactor(DomainError):
    message = _("This person has set up no second step, so there is nothing to take away.")
    code = "no_second_factor"
