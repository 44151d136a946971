from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

AREAS_WITH_GUARDS = ("audit", "moderation", "safeguarding")
AREAS_WITH_RECEIVERS = ("people",)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People")

    def ready(self) -> None:
        # What an area guards and receives is registered by importing it.
        for area in AREAS_WITH_GUARDS:
            import_module(f"accounts.{area}.guards")
        for area in AREAS_WITH_RECEIVERS:
            import_module(f"accounts.{area}.receivers")
