"""The bytes of a stream. One event is one JSON line, so no text can break out of its frame."""

import json
from collections.abc import Iterable
from typing import Any

RETRY = b"retry: 3000\n\n"
AGAIN = "*"  # the key of a signal that says: anything may have changed


def event(name: str, data: Any) -> bytes:
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {body}\n\n".encode()


def row(channel: str, key: str, html: str | None) -> bytes:
    """One row as it is now; None says that it is gone."""
    return event(channel, {"key": key, "html": html})


def present(channel: str, keys: Iterable[str]) -> bytes:
    """These rows are there, and no others."""
    return event(channel, {"keys": list(keys)})


def signal(channel: str, key: str, version: int) -> bytes:
    return event(channel, {"key": key, "version": version})


def position(versions: Iterable[int]) -> bytes:
    """What the reader has seen by now, which a reconnect sends back."""
    seen = ".".join(str(version) for version in versions)
    return f"event: at\nid: {seen}\ndata: {seen}\n\n".encode()


def end(reason: str) -> bytes:
    return event("end", reason)


def read_seen(text: str, channels: int) -> list[int | None]:
    """The versions in a Last-Event-ID or `?seen=`; what is no version reads as None, never as an
    error.
    """
    parts = text[:400].split(".")
    if len(parts) != channels:
        return [None] * channels
    return [
        int(part) if part.isascii() and part.isdigit() and len(part) < 20 else None
        for part in parts
    ]
