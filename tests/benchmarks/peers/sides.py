"""Who is measured: a server for each peer, with the load that the project's own stream has."""

from contextlib import contextmanager

import redis

from tests import selection
from tests.benchmarks import fanout
from tests.benchmarks.processes import free_port, running

FLOOR, OURS = "bare asyncio, the floor", "Quality Queue"
EVENTSTREAM, CHANNELS = "django-eventstream", "Channels"
PUBLISH = "GET /publish HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
WEBSOCKET = (
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
MARK = "<article class=row>"


def sides(python):
    """Name -> a function of (people, number) that measures it once, in the order of a round."""
    layer, address = ("Redis", selection.REDIS_URL) if selection.redis_answers() else ("memory", "")
    return {
        FLOOR: lambda _people, number: fanout.floor(number),
        OURS: _ours,
        EVENTSTREAM: lambda _people, number: _peer(python, "eventstream", number),
        f"{CHANNELS}, layer in {layer}": lambda _people, number: _channels(python, number, address),
    }


def _ours(people, number):
    keys, tap = people.keys(number)
    return fanout.product(people.users[:number], keys, tap)


def _channels(python, number, address):
    with _own_keys(address) as prefix:
        layer = {"PEER_REDIS": address, "PEER_PREFIX": prefix}
        return _peer(python, "channels", number, headers=WEBSOCKET, **layer)


def _peer(python, name, number, headers="", **values):
    """One process of uvicorn as it is, without a line for each request."""
    plan = fanout.plan_of(
        ["/live"] * number,
        [""] * number,
        mark=MARK,
        publish=[PUBLISH] * fanout.CHANGES,
        headers=headers,
    )
    port = free_port()
    values |= {
        "PEER": name,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.peers.settings",
        "ROW_BYTES": str(fanout.ROUND_TRIP_BYTES),
    }
    command = ["-m", "uvicorn", f"tests.benchmarks.peers.with_{name}:application"]
    options = ["--no-access-log", "--log-level", "critical", "--timeout-graceful-shutdown", "1"]
    with running([*command, "--port", str(port), *options], port, python, **values) as server:
        return fanout.measure(server, port, plan)


@contextmanager
def _own_keys(address):
    """A name before every key in Redis, and none of them left behind for the next round."""
    prefix = f"benchmark-{free_port()}"
    try:
        yield prefix
    finally:
        if address:
            with redis.from_url(address) as client:
                for key in client.scan_iter(match=f"{prefix}*"):
                    client.delete(key)
