"""`config` is an installed app, so that commands, checks and template tags have a home."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate

from config import checks
from config.kit import guards


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Wiring"

    def ready(self) -> None:
        register(checks.sample_is_no_deployment, deploy=True)
        register(checks.secret_is_long, deploy=True)
        register(checks.hosts_are_named, deploy=True)
        register(checks.urgent_help_is_never_empty)
        register(checks.guards_stand, Tags.database)
        pre_migrate.connect(guards.step_aside, dispatch_uid="config.guards")
        post_migrate.connect(guards.install, dispatch_uid="config.guards")


class BackRoomConfig(admin.AdminConfig):
    """Django's admin, with our door and our list of what is in it."""

    default = False  # the `config` of INSTALLED_APPS is the class above
    default_site = "config.kit.admin.OperatorSite"
