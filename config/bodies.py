"""A cap on what a request may send, before Django keeps it on disk for a view to look at."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from config.live.headers import secure

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 20 * 1024 * 1024  # an export of eight files


class WithBodyLimit:
    """Answers 413 to a body that is announced too large, and ends one that grows too large."""

    def __init__(self, inner: Application, largest: int = LARGEST_BODY) -> None:
        self.inner = inner
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
        elif _announced(scope) > self.largest:
            await _refuse(send)
        else:
            await self.inner(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Mapping[str, Any]:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            return {"type": "http.disconnect"} if seen > self.largest else message

        return counted


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


async def _refuse(send: Send) -> None:
    headers = secure(("content-type", "text/plain"), ("connection", "close"))
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"This is more than the site takes.\n"})
