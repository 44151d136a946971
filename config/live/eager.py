"""Run an awaitable as far as it comes by itself, without a task."""

import asyncio
from collections.abc import Awaitable, Generator
from types import coroutine
from typing import Any


def begun(work: Awaitable[None]) -> "asyncio.Task[None] | None":
    """Run `work` at once until it has to wait; None when it is done, else a task for the rest.

    A task for each write of each stream would cost more than the write.
    """
    steps = work.__await__()
    try:
        waits_for = next(steps)
    except StopIteration:
        return None
    return asyncio.get_running_loop().create_task(_rest(steps, waits_for))


async def _rest(steps: Generator[Any, Any, None], waits_for: Any) -> None:
    await _resumed(steps, waits_for)


@coroutine
def _resumed(steps: Generator[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """The new task waits for what the work waits for, then goes on inside it."""
    yield waits_for
    yield from steps
