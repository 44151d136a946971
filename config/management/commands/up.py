"""Open the site on this machine: `make up`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import env, start


class Command(BaseCommand):
    help = "Prepare this machine, then run the web process and the worker until Ctrl-C."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        port = env.port()
        try:
            start.make_folders()
            start.refuse_busy_port(env.HOST, port)
            start.refuse_silent_services()
            start.make_database()
            start.welcome_first_people()
        except start.CannotStart as reason:
            raise CommandError(str(reason)) from reason
        start.collect_static_files()
        sys.exit(start.serve())
