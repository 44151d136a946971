"""Why the sample community is not loaded."""

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError


class NotASample(DomainError):
    code = "not_a_sample"
    message = _("This installation is not a sample. Start it with SAMPLE=1 to load one.")


class SomebodyIsHere(DomainError):
    code = "somebody_is_here"
    message = _("The sample is loaded into an empty database only, and somebody is here already.")
