"""The one thread in which the streams' process reads the database."""

from collections.abc import Callable
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

Result = TypeVar("Result")


async def in_thread(work: Callable[..., Result], *arguments: Any) -> Result:
    """Do one piece of database work in the thread for it, and keep no connection afterwards."""
    return await sync_to_async(_and_close, thread_sensitive=True)(work, *arguments)


def _and_close(work: Callable[..., Result], *arguments: Any) -> Result:
    try:
        return work(*arguments)
    finally:
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close()
