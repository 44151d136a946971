"""From the process that changed something to the processes that hold streams.

Three ways, each only a hint that hurries: a call inside this process, Redis where there is one,
and otherwise the version rows, which every hub reads anyway.
"""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping

import redis
import redis.asyncio
from django.conf import settings

logger = logging.getLogger(__name__)

TOPIC = "quality-queue:live"
WAIT = 0.2  # seconds that a request may lose to a Redis that does not answer
SILENCE = 2.0  # seconds after which a subscription asks whether Redis is still there
REST = 5.0  # seconds without another attempt after that

_listeners: set[Callable[[Mapping[str, int]], None]] = set()
_rest_until = 0.0
_client: redis.Redis | None = None


def listen(listener: Callable[[Mapping[str, int]], None]) -> None:
    """Let a hub of this process hear of changes made in it."""
    _listeners.add(listener)


def unlisten(listener: Callable[[Mapping[str, int]], None]) -> None:
    _listeners.discard(listener)


def announce(versions: Mapping[str, int]) -> None:
    """Tell this process and, through Redis, the others. Never raises, never waits longer than
    `WAIT` twice.
    """
    for listener in tuple(_listeners):
        listener(versions)
    if settings.REDIS_URL:
        _publish(versions)


async def messages() -> AsyncIterator[dict[str, int]]:
    """What other processes announce; an empty one first, once we are heard. Raises when Redis
    falls silent.
    """
    client = redis.asyncio.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=None, health_check_interval=5
    )
    async with client, client.pubsub() as subscription:
        await subscription.subscribe(TOPIC)
        while True:
            message = await subscription.get_message(timeout=SILENCE)
            if message is None:
                async with asyncio.timeout(SILENCE):
                    await client.ping()
            elif message["type"] == "subscribe":
                yield {}
            elif message["type"] == "message":
                yield read(message["data"])


def read(message: bytes) -> dict[str, int]:
    """The versions in a message of another process; anything else than ours reads as nothing."""
    try:
        body = json.loads(message)
        return {str(channel): int(version) for channel, version in body.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _publish(versions: Mapping[str, int]) -> None:
    global _client, _rest_until  # one connection and one pause for the whole process
    if time.monotonic() < _rest_until:
        return
    try:
        if _client is None:
            _client = redis.Redis.from_url(
                settings.REDIS_URL, socket_timeout=WAIT, socket_connect_timeout=WAIT, retry=None
            )
        _client.publish(TOPIC, json.dumps(dict(versions)))
    except redis.RedisError:
        _client, _rest_until = None, time.monotonic() + REST
        logger.warning("live.redis_silent", exc_info=False)
