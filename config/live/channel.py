"""One channel that somebody reads, and who of its readers gets what."""

import asyncio
from collections.abc import Mapping

from config.live import wire
from config.live.registry import Frame, family_of
from config.live.stream import Stream
from config.live.view import Change, Frames, View


class Channel:
    """Lives in the hub's loop only. Whoever reads the database for it holds `lock` meanwhile."""

    def __init__(self, name: str) -> None:
        family = family_of(name)
        self.name = name
        self.signals = family is None or family.render is None
        self.version = 0
        self.loaded = False
        self.entering = 0
        self.rests_until = 0.0
        self.lock = asyncio.Lock()
        self.views: dict[str, View] = {}
        self.readers: set[Stream] = set()
        # Readers who got no present state: what is read here may be newer than their page, since a
        # change can be seen before its version is.
        self.unsure: set[Stream] = set()

    def lacks(self, language: str) -> bool:
        """Nobody has read the channel in this language yet."""
        return not self.loaded or not (self.signals or language in self.views)

    def is_behind(self, version: int, now: float) -> bool:
        """The database has another version, and the last attempt to read it is not too near."""
        return self.loaded and self.version != version and now >= self.rests_until

    def load(self, language: str, version: int, frames: Frames) -> None:
        """Take the whole state of one language; the others keep waiting for what is after
        theirs.
        """
        if not self.loaded:
            self.version, self.loaded = version, True
        if not self.signals:
            self.views[language] = View(self.name, frames)

    def welcome(self, reader: Stream, seen: int | None) -> None:
        """Add a reader; one who has seen another version gets the present state first."""
        self.readers.add(reader)
        if seen != self.version:
            self.restart(reader)
        else:
            self.unsure.add(reader)

    def leave(self, reader: Stream) -> None:
        self.readers.discard(reader)
        self.unsure.discard(reader)

    def restart(self, reader: Stream) -> None:
        """Send everything there is for this reader."""
        self.unsure.discard(reader)
        if self.signals:
            state: Mapping[str, bytes]
            state = {"": wire.signal(self.name, wire.AGAIN, self.version)}
        else:
            state = self.views[reader.claims.language].whole(reader.sets[self.name])
        reader.restart(self.name, state)

    def apply(self, change: Change) -> None:
        """Take what has changed and offer it to those who may see it."""
        self.version = change.version
        if self.signals:
            self._signal(change.keys)
        for language, frames in change.frames.items():
            for key, frame in frames.items():
                self._put(language, key, frame)

    def _signal(self, keys: dict[str, int]) -> None:
        for key, version in keys.items():
            body = wire.signal(self.name, key, version)
            for reader in self.readers:
                reader.offer(self.name, key, body)

    def _put(self, language: str, key: str, frame: Frame | None) -> None:
        view = self.views[language]
        before = view.frames.get(key)
        if frame != before:
            view.put(key, frame)
        row, gone = view.row(key), wire.row(self.name, key, None)
        concerned = self.unsure if frame == before else self.readers
        for reader in [one for one in concerned if one.claims.language == language]:
            seen_by = reader.sets[self.name]
            if frame is not None and seen_by.shows(key, frame):
                reader.offer(self.name, key, row)
            elif before is not None and seen_by.shows(key, before):
                # Only to those who had the row: others must not learn of the key.
                reader.offer(self.name, key, gone)
            elif reader in self.unsure:
                # The row may still be on their page, and the key must not be said.
                self.restart(reader)
