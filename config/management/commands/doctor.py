"""How is the site? `manage.py doctor [--letter-to ADDRESS]`."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.running.doctor import examination
from config.running.verdict import FAIL


class Command(BaseCommand):
    help = "Ask every part of the site how it is; exit code 1 where one fails."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--letter-to", metavar="ADDRESS", default="", help="send a letter there as well"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        failed = False
        for verdict in examination(letter_to=options["letter_to"]):
            self.stdout.write(str(verdict))
            failed = failed or verdict.state == FAIL
        if failed:
            sys.exit(1)
