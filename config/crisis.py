"""Urgent help: what the operator wrote down, by language, in files and never the database."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

FALLBACK = "en"


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
    """What to show to readers of `language`; the next wider language where that has no file."""
    folder = Path(settings.URGENT_HELP_DIR)
    language = language or get_language() or FALLBACK
    for tag in (language, language.split("-")[0], FALLBACK):
        path = folder / f"{tag}.toml"
        if path.is_file():
            return _read(path, path.stat().st_mtime_ns)
    raise FileNotFoundError(folder / f"{FALLBACK}.toml")


@cache
def _read(path: Path, changed: int) -> UrgentHelp:
    """One file; `changed` makes an edited file count without a restart."""
    text = tomllib.loads(path.read_text(encoding="utf-8"))
    resources = tuple(Resource(**row) for row in text["resources"])
    return UrgentHelp(title=text["title"], words=text["words"], resources=resources)
