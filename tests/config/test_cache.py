"""Limits are counted while Redis answers and while it does not."""

import socket

import pytest
from django.core.cache import caches

from config import cache as module
from config.cache import RedisOrDatabaseCache
from tests.selection import REDIS_URL

OPTIONS = {"OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}}


@pytest.fixture(autouse=True)
def _nothing_rests(monkeypatch):
    monkeypatch.setattr(module, "_rests_until", {})


def use(cache):
    cache.set("a", 1, 30)
    cache.add("a", 9)
    cache.incr("a")
    cache.set_many({"b": 2, "c": 3})
    cache.delete("c")
    cache.touch("a", 60)
    seen = cache.get("a"), cache.get_many(["b", "c"]), cache.has_key("c"), "b" in cache
    cache.delete_many(["a", "b"])
    return seen, cache.get("a", "gone")


EXPECTED = ((2, {"b": 2}, False, True), "gone")


@pytest.mark.redis
def test_redis_is_used_while_it_answers():
    assert use(RedisOrDatabaseCache(REDIS_URL, OPTIONS)) == EXPECTED
    assert caches["database"].get("a") is None


def test_the_database_is_used_while_redis_is_silent():
    silent = RedisOrDatabaseCache("redis://127.0.0.1:1/0", OPTIONS)

    assert use(silent) == EXPECTED

    silent.set("kept", "here")
    assert caches["database"].get("kept") == "here"
    silent.clear()
    assert silent.get("kept") is None


def test_a_silent_redis_is_waited_for_once_and_asked_again_later(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as frozen:  # takes connections and says nothing
        frozen.setblocking(False)
        silent = RedisOrDatabaseCache(f"redis://127.0.0.1:{frozen.getsockname()[1]}/0", OPTIONS)

        assert use(silent) == EXPECTED
        came = [frozen.accept()]
        with pytest.raises(BlockingIOError):
            frozen.accept()

        monkeypatch.setattr(module.time, "monotonic", lambda: module.REST * 1e9)
        silent.get("a")
        came.append(frozen.accept())

    assert len(came) == 2
    for connection, _address in came:
        connection.close()
