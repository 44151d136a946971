"""Refusals of reports, each a sentence that can be shown."""

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError


class AlreadyReported(DomainError):
    message = _("You have reported this already. A moderator will look at it.")
    code = "already-reported"


class TooManyReports(DomainError):
    message = _(
        "You have reported as much as one day allows. What you sent is being looked at; "
        "for anything urgent use the numbers under Urgent help."
    )
    code = "too-many-reports"


class NothingToReport(DomainError):
    message = _("This is your own: there is nothing to report.")
    code = "nothing-to-report"


class NothingToRemove(DomainError):
    message = _("This report is about a profile, so there is no message to remove.")
    code = "nothing-to-remove"
