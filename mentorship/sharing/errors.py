"""Refusals of links; each message is fit to be shown to a person."""

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError


class CodeIsTaken(DomainError):
    code = "code-is-taken"
    message = _("Another link has this mark already. Please choose another.")


class LinkHasEnded(DomainError):
    code = "link-has-ended"
    message = _("This link was ended. Whoever coordinates the community can take it up again.")
