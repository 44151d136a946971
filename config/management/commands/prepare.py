"""Bring database and static files up to this release: once before its processes start."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import prepare
from config.start import CannotStart


class Command(BaseCommand):
    help = "Bring database and static files up to this release. Two at once do no harm."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only-static", action="store_true", help="Collect static files, ask no database."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["only_static"]:
                prepare.prepare_static_files()
                return
            prepare.prepare_release()
        except CannotStart as reason:
            raise CommandError(str(reason)) from reason
        prepare.check_release()
