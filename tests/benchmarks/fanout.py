"""The project's own stream as it is served, against the floor of the socket."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from config import env
from config.live.publish import versions
from tests.architecture.source import ROOT
from tests.benchmarks import community
from tests.benchmarks.processes import cpu, free_port, memory, pinned, running
from tests.benchmarks.readers import request_of

CHANGES = 6
PAUSE = 0.6  # seconds between changes: longer than a stream rests between two writes
ROUND_TRIP_BYTES = 1250  # about one row of the list with its place in the stream
MEASURED = ("last", "server", "client")
AT_ONCE = 256
WATCHED = 2  # seconds for the cost of streams on which nothing happens


@dataclass
class Run:
    """One server with its readers.

    Seconds until all were connected and until the last had a change; seconds of processor time
    for each delivery, of the server and of the client; KiB for each reader; cores in use while
    nothing changes; deliveries and streams that were lost.
    """

    connect: float
    last: float
    server: float
    client: float
    kib_each: float
    idle: float
    lost: int


def plan_of(paths, cookies, *, mark, publish, headers="", at_once=AT_ONCE, pause=PAUSE):
    return {
        "paths": paths,
        "cookies": cookies,
        "headers": headers,
        "at_once": at_once,
        "mark": mark,
        "publish": publish,
        "pause": pause,
    }


def plan_for(readers, keys, *, publish, at_once=AT_ONCE):
    """The readers' streams as their pages of the queue open them."""
    seen = versions(["queue:adult"])["queue:adult"]
    streams = [
        community.stream_of(user, key, f"{seen}.0") for user, key in zip(readers, keys, strict=True)
    ]
    return plan_of(
        [path for path, _ in streams],
        [cookie for _, cookie in streams],
        mark="event: queue:adult",
        publish=publish,
        at_once=at_once,
    )


def floor(number):
    """The bare server with the same load."""
    port = free_port()
    plan = plan_of(
        ["/live"] * number,
        [""] * number,
        mark="event: row",
        publish=["GET /publish HTTP/1.1\r\n\r\n"] * CHANGES,
    )
    command = ["-m", "tests.benchmarks.floor", str(port), str(ROUND_TRIP_BYTES)]
    with running(command, port) as server:
        return measure(server, port, plan)


def product(readers, keys, mentor_key, at_once=AT_ONCE):
    """The project's server; each change is the real POST of a mentor."""
    taps = [community.tap(mentor_key, 30 if n % 2 else 60) for n in range(CHANGES)]
    plan = plan_for(readers, keys, publish=taps, at_once=at_once)
    port = free_port()
    with running(["-m", "config.live.serve"], port) as server:
        return measure(server, port, plan)


def measure(server, port, plan):
    """Connect everybody, let the changes come, and read what each delivery cost."""
    pinned(server, 0)
    _warm(port, plan)
    empty = memory(server, "Pss_Anon")
    with crowd(server, port, plan) as (client, connected):
        held = memory(server, "Pss_Anon")
        before = cpu(server)
        time.sleep(WATCHED)
        idle = (cpu(server) - before) / WATCHED
        client.stdin.write("\n")
        client.stdin.flush()
        found = json.loads(client.stdout.readline())
    number = len(plan["paths"])
    changes = [change for change in found["changes"] if change]
    lost = number - connected["open"] + found["lost"] + found["changes"].count(None)
    middle = {kind: median(change[kind] for change in changes) for kind in MEASURED}
    return Run(
        connect=connected["seconds"],
        kib_each=(held - empty) / number,
        idle=idle,
        lost=lost,
        **middle,
    )


def _warm(port, plan):
    """One reader comes and goes: what a server loads for its first is not each reader's share."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as reader:
        reader.sendall(request_of(plan, plan["paths"][0], plan["cookies"][0]))
        reader.recv(64)


@contextmanager
def crowd(server, port, plan):
    """The load client with all its streams open, and how they were opened; until the block ends."""
    path = Path(env.VAR) / "plan.json"
    path.write_text(json.dumps(plan | {"port": port, "pid": server.pid}))
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.readers", str(path)],
        cwd=ROOT,
        env=os.environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as client:
        pinned(client, 1)
        try:
            yield client, json.loads(client.stdout.readline())
        finally:
            client.communicate("\n\n")
