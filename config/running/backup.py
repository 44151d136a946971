"""Keep a copy of everything that the community made, and put it back.

In it: the database and the media. Not in it: keys, letters, tasks under way, and what is made
again (static files, caches of the proxy). The key is kept elsewhere, or a stolen backup would
open the second steps that are sealed in it.
"""

import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.crypto import salted_hmac

from config import start
from config.running import archive, engines
from config.running.archive import Manifest
from config.running.errors import NoRoom, NotForThisSite, WouldLosePeople

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PEOPLE = "accounts_user"
NOT_WRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR}


def make_backup(*, target: Path, at: datetime) -> Manifest:
    """Write the database, as it is at one moment, and the media into one file, while all goes on.

    Raises BackupRefused where the file exists or cannot be written, ToolFailed where a program of
    PostgreSQL refuses, and NoRoom.
    """
    with workplace() as folder:
        database = folder / archive.DATABASE
        tables = engines.take_down(database)
        files = {archive.DATABASE: database} | archive.files_below(Path(settings.MEDIA_ROOT))
        manifest = Manifest(
            engine=connection.vendor,
            made_at=at.isoformat(),
            key=mark_of_key(settings.SECRET_KEY),
            migrations=_migrations(),
            tables=tables,
            files={name: archive.fingerprint(path) for name, path in files.items()},
        )
        archive.write(target, manifest, files)
    return manifest


def restore_backup(*, source: Path, replace: bool = False) -> Manifest:
    """Put back what `make_backup` kept, then bring it up to this version.

    The database is replaced wholly or not at all. Raises NoBackup for a file that is not sound,
    NotForThisSite for one of another engine or a newer version, WouldLosePeople where the
    database is in use and `replace` is not said, ToolFailed where the database refuses, and NoRoom.
    """
    _refuse_foreign(archive.read_manifest(source))
    if not replace:
        _refuse_loss()
    with workplace() as folder:
        manifest = archive.unpack(source, folder)
        engines.put_up(folder / archive.DATABASE, manifest.tables)
        _put_media(folder / archive.MEDIA)
    start.make_database()  # migrations since then, and the guards
    return manifest


def mark_of_key(key: str) -> str:
    """Tells whether two secrets are the same without saying what they are."""
    return salted_hmac("config.running.backup", "mark", secret=key).hexdigest()[:16]


def is_sealed_by_another_key(manifest: Manifest) -> bool:
    """No secret that this site knows opens what is sealed in the backup."""
    known = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return manifest.key not in {mark_of_key(key) for key in known}


def _refuse_foreign(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        theirs, ours = (ENGINES.get(name, name) for name in (manifest.engine, connection.vendor))
        raise NotForThisSite(
            f"This backup is of {theirs} and the database is {ours}: "
            f"restore it where DATABASE_URL names {theirs}."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise NotForThisSite(
            f"This backup was made by a newer version ({newer[0]}): install that one first."
        )


def _refuse_loss() -> None:
    if archive.files_below(Path(settings.MEDIA_ROOT)):
        raise WouldLosePeople(
            f"There are files in {settings.MEDIA_ROOT}: move them away, "
            "or add --replace to lose them."
        )
    tables = connection.introspection.table_names()
    if tables and PEOPLE not in tables:
        raise WouldLosePeople(
            "The database holds tables of something else: give the site one of its own, "
            "or add --replace to lose what is in this one."
        )
    if not tables:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {PEOPLE}")  # noqa: S608 - a name of our own
        (people,) = cursor.fetchone()
    if people:
        raise WouldLosePeople(
            f"The database holds {people} people: restore into an empty one, "
            "or add --replace to lose what is in this one."
        )


def _migrations() -> list[str]:
    applied = MigrationLoader(connection).applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied)


def _put_media(restored: Path) -> None:
    """Change the folder of media for the one restored; what it held before is gone after that."""
    media = Path(settings.MEDIA_ROOT)
    restored.mkdir(mode=0o700, exist_ok=True)
    if media.exists():
        media.rename(restored.parent / "media-before")
    shutil.move(restored, media)


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder for one run in VAR_DIR, on the disk of the media, which its owner alone may read.

    Raises NoRoom where that disk is full or the folder cannot be written.
    """
    room = settings.VAR / "tmp"
    try:
        room.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="backup-", dir=room) as folder:
            yield Path(folder)
    except OSError as fault:
        if fault.errno not in NOT_WRITABLE:
            raise
        raise NoRoom.at(settings.VAR, fault) from fault
