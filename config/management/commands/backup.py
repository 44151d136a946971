"""Keep a copy of everything: `manage.py backup [FILE]`; `-` is standard output."""

import shutil
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.kit.errors import DomainError
from config.running.archive import Manifest
from config.running.backup import make_backup, workplace


class Command(BaseCommand):
    help = "Write database and media into one file, while the site goes on."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, nargs="?", help="without one, a file in VAR_DIR/backups"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._keep(options["file"])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _keep(self, file: Path | None) -> None:
        at = timezone.now()
        if file == Path("-"):
            with workplace() as folder:
                manifest = make_backup(target=folder / "backup", at=at)
                with (folder / "backup").open("rb") as made:
                    shutil.copyfileobj(made, sys.stdout.buffer)
                sys.stdout.buffer.flush()
            self.stderr.write(_summary("The backup", manifest))
            return
        target = file or _next_name(at)
        self.stdout.write(_summary(str(target), make_backup(target=target, at=at)))


def _next_name(at: datetime) -> Path:
    folder = Path(settings.VAR) / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"quality-queue-{at:%Y%m%d-%H%M%S}.backup"


def _summary(what: str, manifest: Manifest) -> str:
    rows = sum(table.rows for table in manifest.tables.values())
    return (
        f"{what} holds {rows:,} rows of {len(manifest.tables)} tables and "
        f"{len(manifest.files) - 1:,} files of media. Keep it and SECRET_KEY in two places, "
        "neither of them this machine."
    )
