"""The rows of a channel in one language, as the database has them and as readers get them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils import translation

from config.live import wire
from config.live.models import LiveKey
from config.live.publish import version
from config.live.registry import Frame, ReaderSet, family_of

Frames = dict[str, Frame]


@dataclass(frozen=True, slots=True)
class Change:
    """What has happened on a channel: the keys with their versions, and their frames by
    language.
    """

    version: int
    keys: dict[str, int]
    frames: dict[str, Mapping[str, Frame | None]] = field(default_factory=dict)


def read_all(name: str, language: str) -> tuple[int, Frames]:
    """The version, then all frames at that version or later: what comes between is sent again, not
    lost.
    """
    at = version(name)
    frames = _render(name, None, language)
    return at, {key: frame for key, frame in frames.items() if frame is not None}


def read_since(name: str, since: int, languages: Collection[str]) -> Change:
    """The keys that changed after `since`, rendered once for each language."""
    at = version(name)
    changed = LiveKey.objects.filter(channel=name, version__gt=since).order_by("version", "key")
    keys = dict(changed.values_list("key", "version"))
    frames = {one: _render(name, list(keys), one) for one in languages if keys}
    return Change(at, keys, frames)


def _render(name: str, keys: list[str] | None, language: str) -> Mapping[str, Frame | None]:
    family = family_of(name)
    if family is None or family.render is None:
        return {}
    with translation.override(language):
        found = family.render(name, keys, language)
    return found if keys is None else {key: found.get(key) for key in keys}


class View:
    """Encodes each row once; the same bytes object goes to every reader who may see it."""

    def __init__(self, name: str, frames: Frames) -> None:
        self.name = name
        self.frames = frames
        self._rows: dict[str, bytes] = {}
        self._whole: dict[ReaderSet, Mapping[str, bytes]] = {}

    def put(self, key: str, frame: Frame | None) -> None:
        self._whole.clear()
        self._rows.pop(key, None)
        if frame and frame.html:
            self.frames[key] = frame
        else:
            self.frames.pop(key, None)

    def row(self, key: str) -> bytes:
        """One row as it is now, or the word that it is gone."""
        if key not in self._rows:
            frame = self.frames.get(key)
            self._rows[key] = wire.row(self.name, key, frame.html if frame else None)
        return self._rows[key]

    def whole(self, seen_by: ReaderSet) -> Mapping[str, bytes]:
        """The whole present state, row by row and then that there are no others; made once for
        all readers who may see the same.
        """
        if seen_by not in self._whole:
            shown = [pair for pair in self.frames.items() if seen_by.shows(*pair)]
            keys = [key for key, _ in sorted(shown, key=lambda pair: (pair[1].order, pair[0]))]
            rows = {key: self.row(key) for key in keys}
            self._whole[seen_by] = rows | {"": wire.present(self.name, keys)}
        return self._whole[seen_by]
