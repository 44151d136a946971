"""`config` is an installed app, so that commands, checks and template tags have a home."""

from django.apps import AppConfig
from django.core.checks import register

from config import checks


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Wiring"

    def ready(self) -> None:
        register(checks.sample_is_no_deployment, deploy=True)
        register(checks.secret_is_long, deploy=True)
        register(checks.hosts_are_named, deploy=True)
        register(checks.urgent_help_is_never_empty)
