"""One open stream: what its reader may see and what has not been written to them yet."""

import asyncio
from collections.abc import Callable, Mapping

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

    def restart(self, channel: str, state: Mapping[str, bytes]) -> None:
        """Send a whole present state, which makes everything pending of the channel needless.

        By key, so that what changes before it is written is written only as it is then.
        """
        for pending in [pair for pair in self._pending if pair[0] == channel]:
            del self._pending[pending]
        for key, body in state.items():
            self._pending[channel, key] = body
        self._tell()

    def end(self, reason: str) -> None:
        """Finish after what is being written; the first reason counts."""
        if not self.ended:
            self.ended = reason
            self._tell()

    def take(self, enough: int) -> list[bytes]:
        """The first of what is pending, until there are `enough` bytes of it."""
        if len(self._pending) == 1:  # as nearly always, and for thousands of streams at a time
            return [self._pending.popitem()[1]]
        taken: dict[tuple[str, str], bytes] = {}
        size = 0
        for pair, body in self._pending.items():
            if size >= enough:
                break
            taken[pair] = body
            size += len(body)
        for pair in taken:
            del self._pending[pair]
        return list(taken.values())


def _nobody() -> None:
    """Nobody writes this stream yet, or any more."""
