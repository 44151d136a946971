"""One open stream: what its reader may see and what has not been written to them yet."""

import asyncio
from collections.abc import Callable

from config.live.gate import Sets
from config.live.tokens import Claims


class Stream:
    """A buffer in which the newest state of a key replaces an older one, so it cannot outgrow the
    list.
    """

    def __init__(self, claims: Claims, session_key: str, sets: Sets) -> None:
        self.claims = claims
        self.session_key = session_key
        self.sets = sets
        self.checked_at = asyncio.get_running_loop().time()
        self.ended = ""
        self._pending: dict[tuple[str, str], bytes] = {}
        self._tell: Callable[[], None] = _nobody

    def listen(self, tell: Callable[[], None] | None) -> None:
        """Have `tell` called whenever there is something to write, or the end has come."""
        self._tell = tell or _nobody

    @property
    def has_news(self) -> bool:
        """Something has not been written yet."""
        return bool(self._pending)

    def offer(self, channel: str, key: str, body: bytes) -> None:
        """Send `body` with the next write, instead of anything older about the same key."""
        self._pending[channel, key] = body
        self._tell()

    def restart(self, channel: str, body: bytes) -> None:
        """Send a whole present state, which makes everything pending of the channel needless."""
        for pending in [pair for pair in self._pending if pair[0] == channel]:
            del self._pending[pending]
        self.offer(channel, "", body)

    def end(self, reason: str) -> None:
        """Finish after what is being written; the first reason counts."""
        if not self.ended:
            self.ended = reason
            self._tell()

    def take(self) -> list[bytes]:
        """What is pending, in the order in which it came up."""
        bodies = list(self._pending.values())
        self._pending.clear()
        return bodies


def _nobody() -> None:
    """Nobody writes this stream yet, or any more."""
