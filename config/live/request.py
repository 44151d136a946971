"""What a stream needs of a request."""

from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings


class Request:
    """Reads an ASGI scope; whatever is malformed reads as absent."""

    def __init__(self, scope: dict[str, Any]) -> None:
        self.method: str = scope["method"]
        self._headers = {name.lower(): value for name, value in scope["headers"]}
        try:
            self._query = parse_qs(scope["query_string"].decode("ascii"), max_num_fields=10)
        except ValueError:
            self._query = {}

    def header(self, name: str) -> str:
        value: bytes = self._headers.get(name.encode(), b"")
        return value.decode("latin-1")

    def query(self, name: str) -> str:
        return self._query.get(name, [""])[0]

    @property
    def seen(self) -> str:
        """What the page has: a browser that reconnects by itself says it in a header."""
        return self.header("last-event-id") or self.query("seen")

    @property
    def session_key(self) -> str:
        try:
            morsel = SimpleCookie(self.header("cookie")).get(settings.SESSION_COOKIE_NAME)
        except CookieError:
            return ""
        return morsel.value if morsel else ""
