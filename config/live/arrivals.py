"""Who comes at the same moment is asked about together: after a restart everybody does."""

import asyncio
from collections.abc import Callable, Sequence

from config.live.gate import Bearer, Sets
from config.live.hub import in_thread

TOGETHER = 100  # bearers in one look, so that the first need not wait long for the last

Examine = Callable[[Sequence[Bearer]], list[Sets | None]]
Waiting = list[tuple[Bearer, asyncio.Future[Sets | None]]]


class Arrivals:
    """Collects bearers while the thread for database work is busy with those before them."""

    def __init__(self, examine: Examine) -> None:
        self._examine = examine
        self._waiting: Waiting = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, bearer: Bearer) -> Sets | None:
        """What this bearer may read now; None where nothing. Raises what the look raised."""
        answer: asyncio.Future[Sets | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((bearer, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                turn, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
                await self._ask_about(turn)
        finally:
            self._asking = None

    async def _ask_about(self, turn: Waiting) -> None:
        try:
            found = await in_thread(self._examine, [bearer for bearer, _ in turn])
        except Exception as failure:  # each of them is told, as if they had come alone
            for _, answer in turn:
                if not answer.done():
                    answer.set_exception(failure)
            return
        for (_, answer), sets in zip(turn, found, strict=True):
            if not answer.done():  # somebody may have left meanwhile
                answer.set_result(sets)
