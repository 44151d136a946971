"""Fill an empty database with the sample community: `manage.py load_sample`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.kit.errors import DomainError
from mentorship.sample.operations import load_sample


class Command(BaseCommand):
    help = "Load the sample community into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_sample(at=timezone.now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("The sample community is here.")
