"""The people of the load: open streams, and ask when the plan says so, whatever is answered.

`python -m tests.benchmarks.load.client PLAN`, in a process of its own. PLAN is a JSON file: `web`
and `live` (ports), `streams` (`path`, `cookie` and `person` of each) and `requests` (see
plan.Asked). Every request leaves one line in `log` when it is sent and one when it is answered.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import uvloop

PATIENCE = 30  # seconds that somebody waits for an answer
AT_LAST = 5  # seconds in which the last news still come
AT_ONCE = 50  # streams that are opened together
LONGEST_KEY = 200  # bytes of a stream that may hold the first half of a key


class Stream(asyncio.Protocol):
    """An open page of one person: notes when it hears of a chat."""

    def __init__(self, people, person, request):
        self.people, self.person, self.request = people, person, request
        self.first = asyncio.get_running_loop().create_future()
        self.rest = b""

    def connection_made(self, transport):
        transport.write(self.request)

    def data_received(self, data):
        if not self.first.done():
            self.first.set_result(data.startswith(b"HTTP/1.1 200"))
        seen = self.rest + data
        self.people.heard(self.person, seen)
        self.rest = seen[-LONGEST_KEY:]

    def connection_lost(self, _reason):
        if not self.first.done():
            self.first.set_result(False)
        self.people.lost += 1


class People:
    def __init__(self, plan, log):
        self.plan, self.log = plan, log
        self.waiting = {}  # person -> key of a chat -> since when, and the message
        self.lost = self.late = 0

    def note(self, **facts):
        self.log.write(json.dumps(facts) + "\n")

    async def open_streams(self):
        """All of them; how many are open."""
        room = asyncio.Semaphore(AT_ONCE)
        opened = [self._open_stream(room, **one) for one in self.plan["streams"]]
        return sum(await asyncio.gather(*opened))

    async def _open_stream(self, room, path, cookie, person):
        words = (
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
            f"X-Forwarded-For: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        )
        async with room:
            _, stream = await asyncio.get_running_loop().create_connection(
                lambda: Stream(self, person, words.encode()), "127.0.0.1", self.plan["live"]
            )
            return await asyncio.wait_for(stream.first, PATIENCE)

    def heard(self, person, data):
        """News on this person's stream: whatever they waited for and is in there has come."""
        waiting = self.waiting.get(person)
        for chat in [chat for chat in waiting or () if chat in data]:
            for since, identity in waiting.pop(chat):
                self.note(heard=identity, took=time.monotonic() - since)

    async def ask_all(self):
        """Each request at its moment, without waiting for the ones before."""
        began, tasks = time.monotonic(), []
        for number, asked in enumerate(self.plan["requests"]):
            await asyncio.sleep(max(0, began + asked["at"] - time.monotonic()))
            self.late = max(self.late, time.monotonic() - began - asked["at"])
            tasks.append(asyncio.create_task(self._ask(number, began + asked["at"], **asked)))
        await asyncio.gather(*tasks)
        return began

    async def _ask(self, number, due, data, client_id, hears, talk, **_rest):
        self.note(sent=number)
        if hears:
            chat = f'"key":"chat:{talk}"'.encode()
            self.waiting.setdefault(hears, {}).setdefault(chat, []).append((due, client_id))
        try:
            status, body = await asyncio.wait_for(self._answer(data), PATIENCE)
        except (OSError, TimeoutError, ValueError) as reason:
            status, body = 0, repr(reason)
        facts = {"status": status, "took": time.monotonic() - due}
        self.note(answered=number, **facts, words=body if status not in (200, 302) else "")

    async def _answer(self, data):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.plan["web"])
        try:
            writer.write(data.encode())
            whole = await reader.read(-1)
        finally:
            writer.close()
        head, _, body = whole.partition(b"\r\n\r\n")
        return int(head[9:12]), body.decode(errors="replace")


async def main(plan):
    with Path(plan["log"]).open("w", encoding="utf-8", buffering=1) as log:
        people = People(plan, log)
        opened = await people.open_streams()
        began = await people.ask_all()
        await asyncio.sleep(AT_LAST)
        facts = {"began": began, "streams": opened, "lost": people.lost, "late": people.late}
        sys.stdout.write(json.dumps(facts) + "\n")


if __name__ == "__main__":
    uvloop.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
