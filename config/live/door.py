"""How many streams are open, and for whom."""

import time
from collections import Counter, defaultdict, deque

from config.live.limits import Limits

APART = "apart"  # no public id, and no visitor
POLL_AFTER = ("retry-after", "20")  # seconds; meanwhile the page polls


class Refused(Exception):
    """A request that gets no stream."""

    def __init__(self, status: int, words: str, *headers: tuple[str, str]) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.headers = headers


class Door:
    """Counts the open streams of one process. Nobody can keep the others out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._open: Counter[str] = Counter()
        self._came: dict[str, deque[float]] = defaultdict(deque)

    def enter(self, person: str) -> None:
        """Count one more stream: of a person, of a visitor (empty), of those counted APART.

        Raises Refused (429 for this person, 503 for everybody) and counts nothing.
        """
        if person == APART:
            self._enter_apart()
            return
        if self._open.total() - self._open[APART] >= self.limits.streams:
            raise Refused(503, "All streams are taken.", POLL_AFTER)
        allowed = self.limits.per_person if person else self.limits.visitors
        if self._open[person] >= allowed:
            raise Refused(429, "Too many streams are open.", POLL_AFTER)
        if person:
            self._count_arrival(person)
        self._open[person] += 1

    def _enter_apart(self) -> None:
        if self._open[APART] >= self.limits.apart:
            raise Refused(503, "All streams are taken.", POLL_AFTER)
        self._open[APART] += 1

    def leave(self, person: str) -> None:
        self._open[person] -= 1
        if not self._open[person]:
            del self._open[person]

    def _count_arrival(self, person: str) -> None:
        now = time.monotonic()
        if len(self._came) > 2 * self.limits.streams:
            self._came = defaultdict(
                deque, {who: came for who, came in self._came.items() if came[-1] > now - 60}
            )
        came = self._came[person]
        while came and came[0] <= now - 60:
            came.popleft()
        if len(came) >= self.limits.connects_per_minute:
            raise Refused(429, "Too many attempts.", POLL_AFTER)
        came.append(now)
