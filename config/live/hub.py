"""The hub of one process: sees what changed, has it rendered once, offers it to the open streams.

Everything here runs in one event loop. What touches the database runs in a worker thread that
gives its connection back each time: no stream ever holds one.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from math import ceil
from typing import Any

from django.conf import settings
from redis.exceptions import RedisError

from config import metrics
from config.live import publish, relay, wire
from config.live.channel import Channel
from config.live.gate import Sets, examine
from config.live.limits import Limits
from config.live.stream import Stream
from config.live.thread import in_thread
from config.live.together import Together
from config.live.view import Frames, read_all, read_since

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
COUNT_EVERY = 1.0
# Streams looked at in one turn, so that a change need not wait long behind them; more where so
# many are open that it takes more to come round in time.
RECHECKS = 50


class Hub:
    """Streams come by `join` and go by `leave`; `hear` may be called from any thread."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.channels: dict[str, Channel] = {}
        self.streams: set[Stream] = set()
        self.redis_answers: bool | None = None  # None: not known yet
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._versions = Together(_versions_of)
        self.delivered = 0  # changes written to streams, and how many of them were counted
        self._counted = 0
        self._news = asyncio.Event()
        self._said: set[str] = set()  # what the news are about; when empty, anything
        self._looked_at = float("-inf")  # when every channel was looked at
        self._suspicion = asyncio.Event()

    def start(self) -> None:
        """Begin to look for changes; does nothing when it has begun."""
        if self._tasks:
            return
        self._loop = asyncio.get_running_loop()
        relay.listen(self.hear)
        duties: list[Callable[[], Any]] = [self._watch, self._guard]
        if settings.REDIS_URL:
            duties.append(self._subscribe)
        if metrics.numbers is not None:
            duties.append(self._measure)
        self._tasks = [asyncio.create_task(_forever(duty)) for duty in duties]

    async def stop(self) -> None:
        """End every stream, then look no more."""
        self.end_all("stop")
        relay.unlisten(self.hear)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        self.count()

    def end_all(self, reason: str) -> None:
        for stream in tuple(self.streams):
            stream.end(reason)

    async def join(self, stream: Stream, seen: list[int | None]) -> None:
        """Add a stream to its channels, the present state first where it has seen another one."""
        self.streams.add(stream)
        for name, version in zip(stream.claims.channels, seen, strict=True):
            channel = self.channels.setdefault(name, Channel(name))
            channel.entering += 1
            try:
                async with channel.lock:
                    language = stream.claims.language
                    if channel.lacks(language):
                        channel.load(language, *await self._read_all(channel, language))
                    channel.welcome(stream, version)
                    await self._tell_missed_rights(channel, stream, version)
            finally:
                channel.entering -= 1

    async def _read_all(self, channel: Channel, language: str) -> tuple[int, Frames]:
        """The version and frames of a channel; of one without rows only its version is asked,
        together with those of everybody who comes now.
        """
        if channel.signals:
            return await self._versions.ask(channel.name), {}
        return await in_thread(read_all, channel.name, language)

    async def _tell_missed_rights(self, channel: Channel, stream: Stream, seen: int | None) -> None:
        """A page that was made before its reader's rights changed must hear of just that, too."""
        if not channel.signals or seen is None or seen >= channel.version:
            return
        if await in_thread(partial(publish.rights_changed, channel.name, since=seen)):
            body = wire.signal(channel.name, publish.RIGHTS, channel.version)
            stream.offer(channel.name, publish.RIGHTS, body)

    def leave(self, stream: Stream) -> None:
        """Forget a stream, and channels that nobody reads any more."""
        self.streams.discard(stream)
        for name in stream.claims.channels:
            channel = self.channels.get(name)
            if channel is None:
                continue
            channel.leave(stream)
            if not channel.readers and not channel.entering:
                del self.channels[name]

    def position(self, stream: Stream) -> list[int]:
        """The versions that a reader has seen once everything pending is written."""
        return [self.channels[name].version for name in stream.claims.channels]

    def hear(self, versions: Mapping[str, int]) -> None:
        """Somebody says that channels are at these versions. Callable from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._note, dict(versions))

    def _note(self, versions: dict[str, int]) -> None:
        known = self.channels
        news = {
            name for name, at in versions.items() if name in known and known[name].version != at
        }
        if news:
            self._said |= news
            self._news.set()

    async def _watch(self) -> None:
        """Look at once where somebody says that something changed, and at intervals everywhere,
        whatever is said. Changes that follow each other come together.
        """
        calm = self.redis_answers
        every = self.limits.look_with_redis_every if calm else self.limits.look_every
        loop = asyncio.get_running_loop()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._looked_at + every):
                await self._news.wait()
        self._news.clear()
        said, self._said = self._said, set()
        if said and loop.time() < self._looked_at + every:
            changed = await self._look_at(said)
        else:
            self._looked_at = loop.time()
            changed = await self.look()
        await asyncio.sleep(self.limits.slice if changed else self.limits.slice / 10)

    async def look(self) -> bool:
        """Look at every channel that somebody reads; whether anything had changed."""
        return await self._look_at(self.channels)

    async def _look_at(self, names: Collection[str]) -> bool:
        """One query for all these channels, then what changed on those that did."""
        names = [name for name in names if name in self.channels]
        found = await in_thread(publish.versions, names) if names else {}
        now = asyncio.get_running_loop().time()
        changed = False
        for name, version in found.items():
            channel = self.channels.get(name)
            if channel is not None and channel.is_behind(version, now):
                changed = True
                async with channel.lock:
                    await self._try_refresh(channel, version)
        return changed

    async def _try_refresh(self, channel: Channel, version: int) -> None:
        """One channel that cannot be rendered must not keep the others from being."""
        try:
            await self._refresh(channel, version)
        except Exception:
            logger.exception("live.channel_failed", extra={"channel": channel.name})
            channel.rests_until = asyncio.get_running_loop().time() + LONGEST_PAUSE

    async def _refresh(self, channel: Channel, version: int) -> None:
        if version < channel.version:  # an older database was put back
            for language in list(channel.views):
                at, frames = await in_thread(read_all, channel.name, language)
                channel.load(language, at, frames)
            channel.version = version
            for reader in channel.readers:
                channel.restart(reader)
            return
        change = await in_thread(read_since, channel.name, channel.version, list(channel.views))
        channel.apply(change)
        if publish.RIGHTS in change.keys:
            for reader in channel.readers:
                reader.checked_at = 0.0
            self._suspicion.set()

    async def _guard(self) -> None:
        """Ask again who may read: at once after a change of rights, everybody within ten
        seconds.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(self.limits.slice):
                await self._suspicion.wait()
        self._suspicion.clear()
        oldest = asyncio.get_running_loop().time() - self.limits.recheck_every
        due = [stream for stream in self.streams if stream.checked_at <= oldest]
        enough = len(self.streams) * self.limits.slice / self.limits.recheck_every
        turn = sorted(due, key=lambda one: one.checked_at)[: max(RECHECKS, ceil(2 * enough))]
        for stream in turn:
            stream.checked_at = asyncio.get_running_loop().time()
        if turn:
            bearers = [(stream.claims, stream.session_key) for stream in turn]
            for stream, sets in zip(turn, await in_thread(examine, bearers), strict=True):
                self._admit_again(stream, sets)

    def _admit_again(self, stream: Stream, sets: Sets | None) -> None:
        if sets is None:
            stream.end("rights")
            return
        changed = [name for name in sets if sets[name] != stream.sets[name]]
        stream.sets = sets
        for name in changed:
            channel = self.channels.get(name)
            if channel is not None and stream in channel.readers:
                channel.restart(stream)

    def _look_soon(self) -> None:
        self._looked_at = float("-inf")
        self._news.set()

    async def _measure(self) -> None:
        await asyncio.sleep(COUNT_EVERY)
        self.count()

    def count(self) -> None:
        """Say how many streams are open and what was written, where somebody wants to know."""
        if metrics.numbers is not None:
            metrics.numbers.streams.set(len(self.streams))
            metrics.numbers.deliveries.inc(self.delivered - self._counted)
            self._counted = self.delivered

    async def _subscribe(self) -> None:
        """Hear other processes through Redis; while it is silent the version rows have to do."""
        try:
            async for versions in relay.messages():
                if not self.redis_answers:
                    self.redis_answers = True
                    self._look_soon()  # what was said while nobody listened
                self._note(versions)
        except (RedisError, OSError):
            if self.redis_answers is not False:
                logger.warning("live.redis_silent")
            self.redis_answers = False
            self._look_soon()  # whoever waits for Redis looks at the rows from now on
            await asyncio.sleep(LONGEST_PAUSE / 2)


def _versions_of(names: Sequence[str]) -> list[int]:
    found = publish.versions(names)
    return [found[name] for name in names]


async def _forever(duty: Callable[[], Any]) -> None:
    """Do a duty again and again; when it fails, say so and wait before the next attempt."""
    pause = FIRST_PAUSE
    while True:
        try:
            await duty()
            pause = FIRST_PAUSE
        except Exception:
            logger.exception("live.duty_failed", extra={"duty": duty.__name__})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
