"""Urgent help: what the operator wrote down, by language, in files and never the database."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import get_language

FALLBACK = "en"
SHIPPED = Path(__file__).parent / "urgent_help" / f"{FALLBACK}.toml"
FAULTS = (OSError, ValueError, TypeError, KeyError)

logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Resource:
    """One place that helps: a number to call or an address to open."""

    name: str
    words: str
    telephone: str = ""
    address: str = ""


@dataclass(frozen=True)
class UrgentHelp:
    """The page in one language."""

    title: str
    words: str
    resources: tuple[Resource, ...]


def urgent_help(language: str | None = None) -> UrgentHelp:
    """What to show to readers of `language`; the next wider language where that has no file.

    A file that cannot be read, or names nobody, is passed over and logged: a slip of the pen
    must not leave anybody without help. The last resort is what came with the program.
    """
    folder = Path(settings.URGENT_HELP_DIR)
    language = language or get_language() or FALLBACK
    written = [folder / f"{tag}.toml" for tag in (language, language.split("-")[0], FALLBACK)]
    for path in (*written, SHIPPED):
        try:
            told = read(path)
        except FileNotFoundError:
            continue
        except FAULTS:
            logger.exception("urgent_help.unreadable", path=str(path))
            continue
        if told.resources:
            return told
    raise FileNotFoundError(SHIPPED)


def read(path: Path) -> UrgentHelp:
    """One file as it is now. Raises one of FAULTS where it cannot be read."""
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, changed: int) -> UrgentHelp:
    """One file; `changed` makes an edited file count without a restart."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    resources = tuple(Resource(**row) for row in text["resources"])
    return UrgentHelp(title=text["title"], words=text["words"], resources=resources)
