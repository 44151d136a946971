"""Refusals of this area, each a sentence that can be shown and that names the next step."""

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError


class HostIsSilent(DomainError):
    message = _(
        "The other site does not answer right now. Sign in with your e-mail and password here, "
        "or try again in a few minutes."
    )
    code = "host_is_silent"


class NotConfirmed(DomainError):
    message = _(
        "The other site could not confirm this sign-in. Nothing has happened: begin once more, "
        "or sign in with your e-mail and password."
    )
    code = "not_confirmed"


class AddressNotConfirmed(DomainError):
    message = _(
        "The other site has not confirmed your e-mail address, so we cannot tell which account "
        "is yours. Confirm the address there and come back, or sign in with your e-mail and "
        "password here."
    )
    code = "address_not_confirmed"


class TooOften(DomainError):
    message = _("That was too often. Please wait a few minutes.")
    code = "too_often"


class BelongsToAnother(DomainError):
    message = _("This account of the other site opens another account here already.")
    code = "belongs_to_another"


class OnlyWayIn(DomainError):
    message = _("This is your only way in. Set a password or add a passkey first.")
    code = "only_way_in"
