"""One stylesheet for the browser, one file per cascade layer for people.

`css/site.css` exists nowhere in the tree: this finder joins the layers in their order whenever
somebody asks for it, so that a page costs one request and the parts stay small to read.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

JOINED = "css/site.css"
LAYERS = "@layer reset, base, layout, components, areas, utilities;\n"
FIRST = ("tokens", "reset", "base", "layout", "components")
LAST = ("utilities",)


def layer_files(folder: Path) -> list[Path]:
    """The files in the order of the cascade: the general ones, the areas by name, the utilities."""
    areas = sorted((folder / "areas").glob("*.css"))
    return [
        *(folder / f"{name}.css" for name in FIRST),
        *areas,
        *(folder / f"{name}.css" for name in LAST),
    ]


def joined(folder: Path) -> str:
    """All layers as one text, without comments and indentation."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in layer_files(folder))
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return LAYERS + "\n".join(line.strip() for line in bare.splitlines() if line.strip()) + "\n"


class JoinedStylesheetFinder(BaseFinder):
    """Answers for `css/site.css` alone; the joined text is kept under `var/`."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.source = Path(settings.BASE_DIR) / "static" / "css"
        self.kept = Path(settings.VAR) / "joined"

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The joined file, as a list where `find_all` asks for every place; an empty list else."""
        if path != JOINED:
            return []
        self._write()
        found = str(self.kept / JOINED)
        return [found] if find_all else found

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        self._write()
        yield JOINED, FileSystemStorage(location=self.kept)

    def _write(self) -> None:
        target = self.kept / JOINED
        text = joined(self.source)
        if target.exists() and target.read_text(encoding="utf-8") == text:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        whole = target.with_suffix(".new")  # a reader never sees half a file
        whole.write_text(text, encoding="utf-8")
        whole.replace(target)
