"""A cap on what a request may send, before Django keeps it on disk for a view to look at."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from config.live.headers import secure

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MEGABYTE = 1024 * 1024
LARGEST_BODY = MEGABYTE
FILES_OF_AN_EXPORT = "/coordination/imports/"
LARGEST_EXPORT = 52 * MEGABYTE  # 50 MB of files, and the form around them
DROPPED_AT_MOST = 10  # times what is allowed
CHUNK = 64 * 1024


def largest_body(path: str) -> int:
    """How many bytes a request to this path may send."""
    return LARGEST_EXPORT if path.startswith(FILES_OF_AN_EXPORT) else LARGEST_BODY


class WithBodyLimit:
    """Lets nothing of a body through that is announced too large; ends one that grows too large.

    Django answers the first with its page of a 413, which it tells by the length that was
    announced. A browser hears an answer only when it has sent everything: so the body is read to
    its end and dropped, up to DROPPED_AT_MOST times the limit.
    """

    def __init__(self, inner: Application, limit: Callable[[str], int] = largest_body) -> None:
        self.inner = inner
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        largest, announced = self.limit(scope["path"]), _announced(scope)
        if announced <= largest:
            await self.inner(scope, _counted(receive, largest), send)
        elif announced <= largest * DROPPED_AT_MOST and await _dropped(receive, announced):
            await self.inner(scope, _nothing(receive), send)
        else:
            await _refuse(send)


class WithWholeBodies:
    """Under WSGI: reads a body to its end when the pages had no use for it.

    A server that closes while words are still coming has its answer thrown away by the system,
    and a proxy would say that the site is away. Larger ones than this the proxy refuses.
    """

    def __init__(
        self,
        inner: Callable[..., Iterable[bytes]],
        limit: Callable[[str], int] = largest_body,
    ) -> None:
        self.inner = inner
        self.limit = limit

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        answer = self.inner(environ, start)
        left = self.limit(environ.get("PATH_INFO", "")) * DROPPED_AT_MOST
        while left > 0 and (more := environ["wsgi.input"].read(CHUNK)):
            left -= len(more)
        return answer


def _counted(receive: Receive, largest: int) -> Receive:
    seen = 0

    async def counted() -> Mapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > largest else message

    return counted


async def _dropped(receive: Receive, announced: int) -> bool:
    """Read a body and keep nothing of it; say whether it came to its end as announced."""
    seen = 0
    while seen <= announced:
        message = await receive()
        if message["type"] != "http.request":
            return False
        seen += len(message.get("body", b""))
        if not message.get("more_body"):
            return True
    return False


def _nothing(receive: Receive) -> Receive:
    """An empty body, and then what else there is to hear of this request."""
    told = False

    async def nothing() -> Mapping[str, Any]:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return nothing


def _announced(scope: Scope) -> int:
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    return max((int(value) for value in lengths if value.isdigit()), default=0)


async def _refuse(send: Send) -> None:
    headers = secure(("content-type", "text/plain"), ("connection", "close"))
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": b"This is more than the site takes.\n"})
