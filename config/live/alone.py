"""What a process that serves streams alone answers elsewhere: that it is alive, or nothing."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from config.live.headers import secure

HEALTH = "/healthz"


async def elsewhere(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Mapping[str, Any]]],
    send: Callable[[Mapping[str, Any]], Awaitable[None]],
) -> None:
    """An ASGI application in the place of the pages: `/healthz` is ok, all else is not here."""
    alive = scope["path"] == HEALTH
    words = b"ok\n" if alive else b"Only streams are answered here.\n"
    headers = secure(
        ("content-type", "text/plain; charset=utf-8"), ("content-length", str(len(words)))
    )
    status = 200 if alive else 404
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else words
    await send({"type": "http.response.body", "body": body})
