"""Keep a copy of everything: `manage.py backup [FILE]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.kit.errors import DomainError
from config.running.backup import make_backup


class Command(BaseCommand):
    help = "Write database and media into one file, while the site goes on."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="without one, a file in VAR_DIR/backups"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        at = timezone.now()
        target = options["file"]
        if target is None:
            folder = settings.VAR / "backups"
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            target = folder / f"quality-queue-{at:%Y%m%d-%H%M%S}.backup"
        try:
            manifest = make_backup(target=target, at=at)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            f"{target} holds {rows:,} rows of {len(manifest.tables)} tables and "
            f"{len(manifest.files) - 1:,} files of media. Keep it and SECRET_KEY in two places, "
            "neither of them this machine."
        )
