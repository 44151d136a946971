"""Why a backup was not made or not restored. Each sentence says what to do."""

from pathlib import Path
from typing import Self

from config.kit.errors import DomainError


class BackupRefused(DomainError):
    """Nothing was changed; the message says why."""


class NoBackup(BackupRefused):
    """The file is none of ours, damaged, or not all there."""


class NotForThisSite(BackupRefused):
    """A sound backup that this database or this version cannot take."""


class WouldLosePeople(BackupRefused):
    """The database is in use, and nobody said that it may be replaced."""


class ToolFailed(BackupRefused):
    """A program of PostgreSQL is missing or refuses."""


class NoRoom(BackupRefused):
    """VAR_DIR takes nothing more, or nothing from this person; the backup itself may be sound."""

    @classmethod
    def at(cls, folder: Path, fault: OSError) -> Self:
        return cls(
            f"Nothing more can be written in {folder} ({fault.strerror}): make room there, "
            "or run this as the person who runs the site."
        )
