from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

AREAS_WITH_GUARDS = ("conversations",)
AREAS_WITH_RECEIVERS = ("profiles", "conversations", "queue", "sharing")


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = _("Mentorship")

    def ready(self) -> None:
        # Models exist only now; what an area guards and receives is connected by importing it.
        for area in AREAS_WITH_GUARDS:
            import_module(f"mentorship.{area}.guards")
        for area in AREAS_WITH_RECEIVERS:
            import_module(f"mentorship.{area}.receivers")
