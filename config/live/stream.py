"""One open stream: what its reader may see and what has not been written to them yet."""

import asyncio
from contextlib import suppress

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
        self._wake = asyncio.Event()
        self._over = asyncio.Event()

    def offer(self, channel: str, key: str, body: bytes) -> None:
        """Send `body` with the next write, instead of anything older about the same key."""
        self._pending[channel, key] = body
        self._wake.set()

    def restart(self, channel: str, body: bytes) -> None:
        """Send a whole present state, which makes everything pending of the channel needless."""
        for pending in [pair for pair in self._pending if pair[0] == channel]:
            del self._pending[pending]
        self.offer(channel, "", body)

    def end(self, reason: str) -> None:
        """Finish after what is being written; the first reason counts."""
        self.ended = self.ended or reason
        self._wake.set()
        self._over.set()

    def take(self) -> list[bytes]:
        """What is pending, in the order in which it came up."""
        bodies = list(self._pending.values())
        self._pending.clear()
        self._wake.clear()
        return bodies

    async def changed(self, within: float) -> None:
        """Wait for something to write or for the end, but not longer than `within`."""
        await _wait(self._wake, within)

    async def rest(self, length: float) -> None:
        """Let changes come together, unless the stream ends."""
        await _wait(self._over, length)

    async def finished(self) -> None:
        await self._over.wait()


async def _wait(event: asyncio.Event, within: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            await event.wait()
