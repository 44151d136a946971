"""Questions of the same moment are asked together: after a restart everybody comes at once."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from config.live.thread import in_thread

Question = TypeVar("Question")
Answer = TypeVar("Answer")

MOST = 250  # questions in one look, so that the first need not wait long for the last


class Together(Generic[Question, Answer]):
    """Collects questions while the thread for database work is busy with those before them.

    `look` answers several at once, in their order.
    """

    def __init__(self, look: Callable[[Sequence[Question]], Sequence[Answer]]) -> None:
        self._look = look
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._asking: asyncio.Task[None] | None = None

    async def ask(self, question: Question) -> Answer:
        """The answer to this question. Raises what the look raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask_all())
        return await answer

    async def _ask_all(self) -> None:
        try:
            while self._waiting:
                turn, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._ask_for(turn)
        finally:
            self._asking = None

    async def _ask_for(self, turn: list[tuple[Question, asyncio.Future[Answer]]]) -> None:
        open_still = [answer for _, answer in turn]
        try:
            found = await in_thread(self._look, [question for question, _ in turn])
        except Exception as failure:  # each of them is told, as if they had come alone
            for answer in open_still:
                if not answer.done():
                    answer.set_exception(failure)
            return
        for answer, told in zip(open_still, found, strict=True):
            if not answer.done():  # somebody may have left meanwhile
                answer.set_result(told)
