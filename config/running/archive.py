"""A backup is one tar file: a manifest, what it lists, and a last word that proves it complete.

manifest.json   engine, migrations, tables with rows and sums, and of each file bytes and hash
database        a copy of the SQLite file, or pg_dump's custom format
media/...       what people uploaded
end             the hash of the manifest
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from config.running.contents import Table
from config.running.errors import BackupRefused, NoBackup, NoRoom

FORMAT = 1
MANIFEST, DATABASE, MEDIA, END = "manifest.json", "database", "media", "end"
PIECE = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `key` tells one SECRET_KEY from another, and not which."""

    engine: str
    made_at: str
    key: str
    migrations: list[str]
    tables: dict[str, Table]
    files: dict[str, dict[str, Any]]
    format: int = FORMAT

    def as_bytes(self) -> bytes:
        tables = {name: table.as_json() for name, table in self.tables.items()}
        return json.dumps(vars(self) | {"tables": tables}, indent=1).encode()


def fingerprint(path: Path) -> dict[str, Any]:
    """Size and hash of a file."""
    with path.open("rb") as source:
        return {"bytes": path.stat().st_size, "sha256": _copy(source, None)}


def files_below(folder: Path) -> dict[str, Path]:
    """Regular files by their name in the archive; links are not followed."""
    below = sorted(folder.rglob("*")) if folder.is_dir() else []
    return {
        f"{MEDIA}/{path.relative_to(folder).as_posix()}": path
        for path in below
        if path.is_file() and not path.is_symlink()
    }


def write(target: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    """Write a backup for its owner alone. It has its name only once it is whole and on the disk.

    Raises BackupRefused where the file exists or cannot be written.
    """
    draft = target.with_name(f"{target.name}.partial")
    try:
        target.touch(mode=0o600, exist_ok=False)  # two at once must not write the same file
        try:
            _write_draft(draft, manifest, files)
            draft.replace(target)
        except BaseException:
            target.unlink()
            draft.unlink(missing_ok=True)
            raise
    except FileExistsError as there:
        raise BackupRefused(f"{target} is there already: name another file.") from there
    except OSError as refusal:
        raise BackupRefused(f"{target} cannot be written ({refusal.strerror}).") from refusal


def _write_draft(draft: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    told = manifest.as_bytes()
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        os.fchmod(descriptor, 0o600)
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            _add(archive, MANIFEST, io.BytesIO(told), len(told))
            for name, path in files.items():
                with path.open("rb") as source:
                    _add(archive, name, source, manifest.files[name]["bytes"])
            last = hashlib.sha256(told).hexdigest().encode()
            _add(archive, END, io.BytesIO(last), len(last))
        out.flush()
        os.fsync(descriptor)


def _add(archive: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    archive.addfile(member, source)


def read_manifest(source: Path) -> Manifest:
    """What a backup says of itself. Raises NoBackup where it says nothing that we know."""
    try:
        with tarfile.open(source, "r:") as archive:
            return _manifest(archive.next(), archive)[0]
    except (OSError, tarfile.TarError) as fault:
        raise NoBackup(f"{source} is no backup of this site ({fault}).") from fault


def unpack(source: Path, folder: Path) -> Manifest:
    """Put everything that a backup holds into an empty folder.

    Raises NoBackup unless every file is there, has the hash that the manifest says, and the last
    word is that of the manifest; NoRoom where the folder takes no more.
    """
    try:
        with tarfile.open(source, "r:") as archive:
            members = iter(archive)
            manifest, told = _manifest(next(members, None), archive)
            _unpack(source, archive, members, manifest, folder)
            last = archive.getmember(END) if END in archive.getnames() else None
            if last is None or _read(archive, last) != hashlib.sha256(told).hexdigest().encode():
                raise NoBackup(f"{source} is not all there: take another backup.")
    except (OSError, EOFError, tarfile.TarError) as fault:
        raise NoBackup(f"{source} is damaged or not all there ({fault}).") from fault
    return manifest


def _unpack(
    source: Path,
    archive: tarfile.TarFile,
    members: Iterator[tarfile.TarInfo],
    manifest: Manifest,
    folder: Path,
) -> None:
    missing = dict(manifest.files)
    for member in members:
        if member.name == END:
            break
        told = missing.pop(member.name, None)
        if told is None or not member.isfile() or not _is_ours(member.name):
            raise NoBackup(f"{source} holds {member.name!r}, which no backup does.")
        path = folder / member.name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        content = archive.extractfile(member)
        found = _copy_out(content, path) if content else ""
        if found != told["sha256"]:
            raise NoBackup(f"{source} is damaged at {member.name!r}: take another backup.")
    if missing:
        raise NoBackup(f"{source} lacks {next(iter(missing))!r}: take another backup.")


def _copy_out(content: IO[bytes], path: Path) -> str:
    """Like `_copy`; a full disk says nothing against the backup."""
    try:
        with path.open("wb") as out:
            return _copy(content, out)
    except OSError as fault:
        raise NoRoom.at(path.parent, fault) from fault


def _manifest(member: tarfile.TarInfo | None, archive: tarfile.TarFile) -> tuple[Manifest, bytes]:
    if member is None or member.name != MANIFEST or member.size > 64 * PIECE:
        raise NoBackup("The file is no backup of this site: it does not begin with a manifest.")
    told = _read(archive, member)
    try:
        values = json.loads(told)
        if values["format"] != FORMAT:
            raise NoBackup("The backup has a form that this version does not know.")
        tables = {name: Table(**table) for name, table in values["tables"].items()}
        return Manifest(**values | {"tables": tables}), told
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise NoBackup("The manifest of the backup cannot be read: it is damaged.") from fault


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = archive.extractfile(member)
    return content.read() if content else b""


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts
    return inside and (name == DATABASE or path.parts[0] == MEDIA)


def _copy(source: IO[bytes], out: IO[bytes] | None) -> str:
    """The hash of what is read, which is written as well where there is a place for it."""
    known = hashlib.sha256()
    while piece := source.read(PIECE):
        known.update(piece)
        if out is not None:
            out.write(piece)
    return known.hexdigest()
