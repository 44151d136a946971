"""Redis while it answers, the database when it does not: a limit never opens, and never fails.

A request that asks several things waits for a silent Redis once, not each time: it is then left
alone for a while by the whole process.
"""

import time
from typing import Any

import structlog
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

REST = 5.0  # seconds without another attempt

_rests_until: dict[str, float] = {}  # by address, for all threads of this process


class RedisOrDatabaseCache(RedisCache):
    """Each call that Redis refuses is made on the database cache instead."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.address = server

    def _either(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _rests_until.get(self.address, 0.0):
            try:
                return getattr(super(), method)(*args, **kwargs)
            except (RedisError, OSError) as refusal:
                _rests_until[self.address] = time.monotonic() + REST
                log.warning("cache.redis_down", error=type(refusal).__name__)
        return getattr(caches["database"], method)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._either("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._either("clear")
