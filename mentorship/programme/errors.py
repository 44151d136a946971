"""Refusals of this area, each a sentence that can be shown."""

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError


class ProgrammeChanged(DomainError):
    message = _(
        "Somebody saved a newer text while you wrote. Yours is kept here and theirs is below: "
        "take over what you need, and save once more."
    )
    code = "programme-changed"


class BannerChanged(DomainError):
    message = _(
        "Somebody changed this banner while you wrote. Yours is kept here and theirs is below: "
        "take over what you need, and save once more."
    )
    code = "banner-changed"


class EndsBeforeItBegins(DomainError):
    message = _("The end has to be after the beginning.")
    code = "ends-before-it-begins"


class EndsInThePast(DomainError):
    message = _("This end is over already. Choose a later one.")
    code = "ends-in-the-past"


class TimeIsTaken(DomainError):
    """Another banner is shown to the same space then; `other` says which."""

    message = _(
        "Another banner is shown at that time, and only one is shown at once: “%(text)s”. "
        "End that one, or choose another time."
    )
    code = "time-is-taken"

    def __init__(self, text: str) -> None:
        super().__init__(str(self.message) % {"text": text})


class BannerIsOver(DomainError):
    message = _("This banner is over. Make a new one.")
    code = "banner-is-over"
