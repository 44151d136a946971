"""The raw ASGI application of `/live/`, in front of Django: one GET, one stream."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.db import Error as DatabaseError

from config.live import tokens, wire
from config.live.door import APART, POLL_AFTER, Door, Refused
from config.live.gate import Bearer, Sets, examine
from config.live.headers import secure
from config.live.hub import Hub
from config.live.limits import Limits, from_settings
from config.live.pour import Pour
from config.live.registry import all_apart
from config.live.request import Request
from config.live.stream import Stream
from config.live.together import Together

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

logger = logging.getLogger(__name__)

PATH = "/live/"


class WithLive:
    """Answers `/live/` and the life of the server itself, and gives everything else to `pages`."""

    def __init__(self, pages: Application, limits: Limits | None = None) -> None:
        self.pages = pages
        self.limits = limits or from_settings()
        self.hub = Hub(self.limits)
        self.door = Door(self.limits)
        self.arrivals: Together[Bearer, Sets | None] = Together(lambda bearers: examine(bearers))
        self.closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"] == PATH:
            await self._live(scope, receive, send)
        else:
            await self.pages(scope, receive, send)

    def close(self) -> None:
        """End all streams and take no more. A server calls it when it is told to stop, because it
        waits for open connections before it says so by lifespan."""
        self.closing = True
        self.hub.end_all("stop")

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                self.close()
                await self.hub.stop()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            request = Request(scope)
            claims = self._judge(request)
            counted_as = APART if all_apart(claims.channels) else claims.person
            self.door.enter(counted_as)
        except Refused as refusal:
            await _refuse(send, refusal)
            return
        try:
            await self._open(request, claims, receive, send)
        finally:
            self.door.leave(counted_as)

    def _judge(self, request: Request) -> tokens.Claims:
        if request.method != "GET":
            raise Refused(405, "A stream is only read.", ("allow", "GET"))
        if request.header("sec-fetch-site") == "cross-site":
            raise Refused(403, "Streams are read from this site's own pages.")
        if self.closing:
            raise Refused(503, "The server is about to stop.", ("retry-after", "2"))
        claims = tokens.read(request.query("token"))
        if claims is None:
            raise Refused(403, "This page's key has ended.")
        return claims

    async def _open(
        self, request: Request, claims: tokens.Claims, receive: Receive, send: Send
    ) -> None:
        self.hub.start()
        stream = None
        try:
            bearer = claims, request.session_key
            sets = await self.arrivals.ask(bearer)
            if sets is None:
                await _refuse(send, Refused(404, "There is no such stream."))
                return
            stream = Stream(*bearer, sets)
            await self.hub.join(stream, wire.read_seen(request.seen, len(claims.channels)))
            if self.closing:  # told to stop meanwhile, when this stream was not there to be ended
                stream.end("stop")
        except Exception as failure:  # whatever it is, the answer carries the headers of the site
            trace = not isinstance(failure, DatabaseError)
            logger.error("live.no_stream", exc_info=trace)
            await _refuse(send, Refused(503, "There is no stream just now.", POLL_AFTER))
        else:
            await Pour(self.hub, stream, send).until_over(receive)
        finally:
            if stream is not None:
                self.hub.leave(stream)


async def _refuse(send: Send, refusal: Refused) -> None:
    words = refusal.words.encode()
    headers = secure(
        ("content-type", "text/plain; charset=utf-8"),
        ("content-length", str(len(words))),
        *refusal.headers,
    )
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
