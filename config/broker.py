"""The broker of a machine without Redis: kombu's folders, with whole messages only.

Kombu opens a message's file under its final name and writes afterwards; a worker that looks
in between reads half a message and stops. Here the name appears when the words are there.
"""

from pathlib import Path
from time import time_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time_ns():020d}_{uuid4()}.{queue}.msg"
        draft = Path(self.data_folder_out) / f"{name}.draft"
        draft.write_text(dumps(payload), encoding="utf-8")
        draft.rename(draft.with_suffix(""))


class Transport(filesystem.Transport):
    Channel = Channel
    polling_interval = 0.1

    def drain_events(  # type: ignore[override]
        self, connection: Any, timeout: float | None = None
    ) -> None:
        """Wait for a fraction of a second, so that a worker notices soon that it shall stop."""
        super().drain_events(connection, timeout=min(timeout or 0.2, 0.2))
