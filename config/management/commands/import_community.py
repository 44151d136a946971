"""Take in a community's export: `manage.py import_community PATH [--dry-run]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from config.kit.errors import DomainError
from mentorship.intake.errors import ExportRefused
from mentorship.intake.operations import import_community


class Command(BaseCommand):
    help = "Import a community's export: a folder of CSV files, or one file named after its table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="judge everything, store nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # disable=None: no bar where nobody watches (stderr is no terminal)
        with tqdm(unit="B", unit_scale=True, disable=None, leave=False) as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            try:
                summary = import_community(
                    path=options["path"],
                    at=timezone.now(),
                    dry_run=options["dry_run"],
                    progress=progress,
                )
            except ExportRefused as refusal:
                bar.close()
                for faults in refusal.faults:
                    for line in faults.lines():
                        self.stderr.write(line)
                raise CommandError(str(refusal)) from refusal
            except DomainError as refusal:
                raise CommandError(str(refusal)) from refusal
        for line in summary.lines():
            self.stdout.write(line)
