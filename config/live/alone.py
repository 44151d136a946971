"""What a process that serves streams alone answers elsewhere: that it is alive, its numbers to
whoever may read them, or nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from config import metrics
from config.live.headers import secure
from config.live.request import Request

HEALTH, METRICS = "/healthz", "/metrics"
TEXT = "text/plain; charset=utf-8"


async def elsewhere(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Mapping[str, Any]]],
    send: Callable[[Mapping[str, Any]], Awaitable[None]],
) -> None:
    """An ASGI application in the place of the pages. Of the database it knows nothing."""
    status, kind, words = _answer(scope)
    headers = secure(("content-type", kind), ("content-length", str(len(words))))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else words
    await send({"type": "http.response.body", "body": body})


def _answer(scope: dict[str, Any]) -> tuple[int, str, bytes]:
    if scope["path"] == HEALTH:
        return 200, TEXT, b"ok\n"
    asked = Request(scope).header("authorization")
    if scope["path"] == METRICS and metrics.numbers is not None and metrics.may_read(asked):
        return 200, metrics.TYPE, metrics.numbers.written()
    return 404, TEXT, b"Only streams are answered here.\n"
