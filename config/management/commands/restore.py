"""Put a backup back: `manage.py restore FILE [--replace]`; `-` is standard input."""

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.kit.errors import DomainError
from config.running.archive import Manifest
from config.running.backup import is_sealed_by_another_key, restore_backup, workplace


class Command(BaseCommand):
    help = "Put a backup into an empty database, wholly or not at all, and migrate it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="lose what the database and media hold now"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            manifest = _restored(options["file"], replace=options["replace"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(f"{rows:,} rows are back as they were at {manifest.made_at}.")
        if is_sealed_by_another_key(manifest):
            self.stderr.write(
                "The backup was made under another SECRET_KEY: add that one to "
                "SECRET_KEY_FALLBACKS, or second steps and the copies in reports stay closed."
            )


def _restored(file: Path, *, replace: bool) -> Manifest:
    if file != Path("-"):
        return restore_backup(source=file, replace=replace)
    with workplace() as folder:
        with (folder / "backup").open("wb") as given:
            shutil.copyfileobj(sys.stdin.buffer, given)
        return restore_backup(source=folder / "backup", replace=replace)
