"""Write one stream: present state first, then what changes, until it is over."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from config.live import wire
from config.live.headers import secure
from config.live.hub import Hub
from config.live.stream import Stream

Message = Mapping[str, Any]


class Pour:
    """One reader's connection. A reader who takes nothing costs one full socket and the newest
    state.
    """

    def __init__(
        self, hub: Hub, stream: Stream, send: Callable[[Message], Awaitable[None]]
    ) -> None:
        self.hub = hub
        self.limits = hub.limits
        self.stream = stream
        self.send = send

    async def until_over(self, receive: Callable[[], Awaitable[Message]]) -> None:
        """Write until the reader leaves, the life of a stream is over, or somebody ends it."""
        # Lives differ, so that streams which began together do not come back together.
        life = self.limits.life * random.uniform(0.8, 1)  # noqa: S311 - no secret
        clock = asyncio.get_running_loop().call_later(life, self.stream.end, "life")
        writing = asyncio.create_task(self._write())
        leaving = asyncio.create_task(self._left(receive))
        over = asyncio.create_task(self.stream.finished())
        try:
            await asyncio.wait({writing, leaving, over}, return_when=asyncio.FIRST_COMPLETED)
            if over.done() and not leaving.done():
                await asyncio.wait({writing}, timeout=self.limits.goodbye)
            if not writing.done() and not leaving.done():
                _cut_off(self.send)
        finally:
            clock.cancel()
            for task in (writing, leaving, over):
                task.cancel()
            await asyncio.gather(writing, leaving, over, return_exceptions=True)

    async def _write(self) -> None:
        headers = secure(
            ("content-type", "text/event-stream; charset=utf-8"), ("x-accel-buffering", "no")
        )
        await self.send({"type": "http.response.start", "status": 200, "headers": headers})
        await self._body(wire.RETRY + self._pending())
        while not self.stream.ended:
            await self.stream.rest(self.limits.slice)
            await self.stream.changed(within=self.limits.heartbeat)
            if not self.stream.ended:  # what is pending may be no longer theirs to see
                # Without a change the position alone is the heartbeat, which a page can hear.
                await self._body(self._pending())
        await self._body(wire.end(self.stream.ended), more=False)

    def _pending(self) -> bytes:
        bodies = self.stream.take()
        return b"".join([*bodies, wire.position(self.hub.position(self.stream))])

    async def _body(self, body: bytes, *, more: bool = True) -> None:
        await self.send({"type": "http.response.body", "body": body, "more_body": more})

    async def _left(self, receive: Callable[[], Awaitable[Message]]) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


def _cut_off(send: Callable[[Message], Awaitable[None]]) -> None:
    """Drop the connection of a reader who does not take their last words.

    uvicorn would wait for the reader when it is told to stop; the transport behind its `send` ends
    that. On a server that hides it the server's own patience has to do.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
