"""Why a backup was not made or not restored. Each sentence says what to do."""

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
