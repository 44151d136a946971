"""The load client: opens streams, causes changes, notes when the last reader has each.

`python -m tests.benchmarks.readers PLAN`, in a process of its own. PLAN is a JSON file: `port` and
`pid` of the server, `paths` (one stream each, with `cookies`), `headers` (more of them, as text:
those of a WebSocket where the server speaks that), `at_once` (connections under way
together), `mark` (what a delivery holds), `publish` (requests in turn, as text), `pause` (seconds
between changes). Prints one JSON line when everybody is connected, waits for a line, and prints
one with the measurements.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import uvloop

LATEST = 60  # seconds until something counts as lost
OPENED = (b"HTTP/1.1 200", b"HTTP/1.1 101")
PING = b"\x89\x04"  # a WebSocket's; its four bytes are to be sent back
PONG = b"\x8a\x84" + bytes(4)


def request_of(plan, path, cookie):
    words = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n{plan['headers']}\r\n"
    return words.encode()


class Stream(asyncio.Protocol):
    """One reader, who notes only that there was a delivery since the last change."""

    def __init__(self, crowd, request):
        self.crowd, self.request = crowd, request
        self.first = asyncio.get_running_loop().create_future()
        self.change = -1

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data):
        if not self.first.done():
            self.first.set_result(data.startswith(OPENED))
            return
        if self.crowd.mark in data and self.change != self.crowd.change:
            self.change = self.crowd.change
            self.crowd.delivered()
        if self.crowd.headers and (at := data.find(PING)) >= 0:
            self.transport.write(PONG + data[at + 2 : at + 6])

    def connection_lost(self, _reason):
        if not self.first.done():
            self.first.set_result(False)
        self.crowd.lost += 1


class Crowd:
    def __init__(self, plan):
        self.plan = plan
        self.mark = plan["mark"].encode()
        self.headers = plan["headers"]
        self.change = -1
        self.missing = self.lost = 0
        self.everybody = asyncio.Event()
        self.streams = []

    def delivered(self):
        self.missing -= 1
        if not self.missing:
            self.last_at = time.perf_counter()
            self.everybody.set()

    async def connect(self):
        """Open every stream; the seconds until the last one has its first bytes."""
        room = asyncio.Semaphore(self.plan["at_once"])
        began = time.perf_counter()
        opened = await asyncio.gather(
            *(
                self._open(room, *one)
                for one in zip(self.plan["paths"], self.plan["cookies"], strict=True)
            )
        )
        return {"seconds": time.perf_counter() - began, "open": sum(opened)}

    async def _open(self, room, path, cookie):
        request = request_of(self.plan, path, cookie)
        loop = asyncio.get_running_loop()
        async with room:
            _, stream = await loop.create_connection(
                lambda: Stream(self, request), "127.0.0.1", self.plan["port"]
            )
            self.streams.append(stream)
            return await asyncio.wait_for(stream.first, LATEST)

    async def change_once(self, request):
        """Cause one change: the seconds until the last reader has it, and what the server and this
        client spent meanwhile; None when somebody did not get it.
        """
        self.change += 1
        self.missing = len(self.streams)
        self.everybody.clear()
        server, own = cpu_of(self.plan["pid"]), cpu_of(os.getpid())
        began = time.perf_counter()
        _, writer = await asyncio.open_connection("127.0.0.1", self.plan["port"])
        writer.write(request.encode())
        try:
            await asyncio.wait_for(self.everybody.wait(), LATEST)
        except TimeoutError:
            return None
        finally:
            writer.close()
        spent = cpu_of(self.plan["pid"]) - server
        return {
            "last": self.last_at - began,
            "server": spent / len(self.streams),
            "client": (cpu_of(os.getpid()) - own) / len(self.streams),
        }


async def main(plan):
    crowd = Crowd(plan)
    say(await crowd.connect())
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    changes = []
    for request in plan["publish"]:
        changes.append(await crowd.change_once(request))
        await asyncio.sleep(plan["pause"])
    say({"changes": changes, "lost": crowd.lost})
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)


def cpu_of(pid):
    """Seconds of processor time of a process so far, with the threads that have ended."""
    return time.clock_gettime((~pid << 3) | 2)  # the kernel's name of the clock of a process


def say(facts):
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main(json.loads(Path(sys.argv[1]).read_text())))
