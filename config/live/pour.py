"""Write one stream: present state first, then what changes, until it is over.

No task waits for changes: the loop itself writes a change to each reader, which costs little more
than the socket does. A task waits only for a reader who does not read.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from config.live import wire
from config.live.eager import begun
from config.live.headers import secure
from config.live.hub import Hub
from config.live.stream import Stream

Message = Mapping[str, Any]
Send = Callable[[Message], Awaitable[None]]

HEADERS = secure(("content-type", "text/event-stream; charset=utf-8"), ("x-accel-buffering", "no"))
START = {"type": "http.response.start", "status": 200, "headers": HEADERS}
# Bytes that this process keeps for a reader who does not read; then only the newest state waits.
BUFFER = 16 * 1024
# Bytes handed over at once. A server copies them for each reader, and while a part of them waits,
# all of them are there; so what is large goes in pieces, as long as the reader takes them.
PIECE = 8 * 1024


class Pour:
    """One reader's connection. A reader who takes nothing costs one full socket and the newest
    state.
    """

    def __init__(self, hub: Hub, stream: Stream, send: Send) -> None:
        self.hub = hub
        self.limits = hub.limits
        self.stream = stream
        self.send = send
        self._loop = asyncio.get_running_loop()
        self._over: asyncio.Future[None] = self._loop.create_future()
        self._transport = _transport_behind(send)
        self._head = wire.RETRY
        self._written_at = float("-inf")
        self._next: asyncio.Handle | None = None  # the write to come
        self._clock: asyncio.Handle | None = None  # the heartbeat to come
        self._held_up: asyncio.Task[None] | None = None  # a write that the reader does not take
        self._unfinished = False  # the reader did not take all that was to be written
        self._parted = False

    async def until_over(self, receive: Callable[[], Awaitable[Message]]) -> None:
        """Write until the reader leaves, the life of a stream is over, or somebody ends it."""
        # Lives differ, so that streams which began together do not come back together.
        life = self.limits.life * random.uniform(0.8, 1)  # noqa: S311 - no secret
        ending = self._loop.call_later(life, self.stream.end, "life")
        leaving = asyncio.create_task(_left(receive))
        leaving.add_done_callback(self._finish)
        if self._transport is not None:
            self._transport.set_write_buffer_limits(high=BUFFER)
        try:
            self._do(START)
            self.stream.listen(self._news)
            self._news()
            self._beat()
            await self._over
        finally:
            ending.cancel()
            self._stop()
            leaving.cancel()
            await asyncio.gather(leaving, return_exceptions=True)

    def _news(self) -> None:
        """Something is to be written: at once, or when the reader has rested."""
        ended = bool(self.stream.ended)
        if self._held_up is not None:
            if ended:
                self._loop.call_later(self.limits.goodbye, self._give_up)
            return
        if self._next is not None:
            if not ended:
                return
            self._next.cancel()
        rest = self._written_at + self.limits.slice - self._loop.time()
        if ended or rest <= 0:
            self._next = self._loop.call_soon(self._write)
        else:
            self._next = self._loop.call_later(rest, self._write)

    def _write(self) -> None:
        self._next = None
        self._written_at = self._loop.time()
        if self.stream.ended:  # what is pending may be no longer theirs to see
            self._part()
            return
        self._unfinished = True
        while self._unfinished and self._held_up is None:
            self._write_piece()
            if self._held_up is None and self._buffered() > BUFFER:
                self._do(_body(b""))  # comes through when the reader has taken most of the rest

    def _write_piece(self) -> None:
        changes = self.stream.take(PIECE)
        self.hub.delivered += len(changes)
        self._unfinished = self.stream.has_news
        if not self._unfinished:
            # Without a change the position alone is the heartbeat, which a page can hear.
            changes.append(wire.position(self.hub.position(self.stream)))
        body = b"".join([self._head, *changes])
        self._head = b""
        self._do(_body(body))

    def _part(self) -> None:
        self._parted = True
        self._do(_body(self._head + wire.end(self.stream.ended), more=False))
        if self._held_up is None:
            self._finish()
        else:
            self._loop.call_later(self.limits.goodbye, self._give_up)

    def _do(self, message: Message) -> None:
        """Send now what goes now. While a reader holds the rest up, nothing else is written."""
        self._held_up = begun(self.send(message))
        if self._held_up is not None:
            self._held_up.add_done_callback(self._go_on)

    def _go_on(self, _done: object) -> None:
        self._held_up = None
        if self._parted:
            self._finish()
        elif self._unfinished and self._next is None:
            self._next = self._loop.call_soon(self._write)
        elif self.stream.ended or self.stream.has_news or self._head:
            self._news()

    def _beat(self) -> None:
        due = self._written_at + self.limits.heartbeat - self._loop.time()
        if due <= 0 and self._held_up is None:
            self._news()
        self._clock = self._loop.call_later(max(due, self.limits.slice), self._beat)

    def _buffered(self) -> int:
        return self._transport.get_write_buffer_size() if self._transport is not None else 0

    def _give_up(self) -> None:
        """Drop the connection of a reader who does not take their last words.

        uvicorn would wait for the reader when it is told to stop; the transport ends that. On a
        server that hides it the server's own patience has to do.
        """
        if self._held_up is not None and not self._over.done():
            if self._transport is not None:
                self._transport.abort()
            self._finish()

    def _finish(self, _done: object = None) -> None:
        if not self._over.done():
            self._over.set_result(None)

    def _stop(self) -> None:
        self.stream.listen(None)
        for handle in (self._next, self._clock, self._held_up):
            if handle is not None:
                handle.cancel()


async def _left(receive: Callable[[], Awaitable[Message]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(body: bytes, *, more: bool = True) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


def _transport_behind(send: Send) -> asyncio.Transport | None:
    """The connection itself: uvicorn has it behind its `send`, other servers hide it.

    Without it a reader who does not read costs what the server's own buffer takes.
    """
    return getattr(getattr(send, "__self__", None), "transport", None)
