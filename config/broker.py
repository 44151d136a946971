"""The broker of a machine without Redis: kombu's folders, with whole messages only.

Kombu opens a message's file under its final name and writes afterwards; a worker that looks
in between reads half a message and stops. Here the name appears when the words are there.

Kombu's own would also be waited for, with a pool whose idle processes queue at one lock: one that
is killed takes the lock with it, and no other gets a task again. In an event loop each process of
the pool has a pipe of its own.
"""

from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps

AT_ONCE = 50  # messages taken before the worker looks after everything else


class Channel(filesystem.Channel):
    def _put(self, queue: str, payload: Any, **_kwargs: Any) -> None:  # type: ignore[override]
        name = f"{time_ns():020d}_{uuid4()}.{queue}.msg"
        draft = Path(self.data_folder_out) / f"{name}.draft"
        draft.write_text(dumps(payload), encoding="utf-8")
        draft.rename(draft.with_suffix(""))


class Transport(filesystem.Transport):
    Channel = Channel
    polling_interval = 0.1
    implements = filesystem.Transport.implements.extend(asynchronous=True)

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        """Look into the folder as often as a worker would that does nothing else."""
        loop.call_repeatedly(self.polling_interval, self._take_what_is_there)

    def _take_what_is_there(self) -> None:
        for _ in range(AT_ONCE):
            try:
                self.cycle.get(self._deliver)  # type: ignore[union-attr]
            except Empty:
                return
