"""A reader who does not read holds nobody up, and costs one buffer and the newest state."""

import asyncio
from dataclasses import replace

import pytest

from config.live import gate
from config.live.eager import begun
from config.live.pour import BUFFER, PIECE
from tests.config.live.toys import QUICK, Reader, atouch, events, live, open_page, rows, run, show
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


class Transport:
    """A connection whose reader takes nothing until `flows` is set."""

    def __init__(self):
        self.flows = asyncio.Event()
        self.buffered = BUFFER + 1
        self.aborted = False
        self.high = None

    def set_write_buffer_limits(self, high):
        self.high = high

    def get_write_buffer_size(self):
        return 0 if self.flows.is_set() else self.buffered

    def abort(self):
        self.aborted = True


class Server:
    """What uvicorn puts behind `send`: writes at once, and waits while the buffer is full."""

    def __init__(self):
        self.transport = Transport()
        self.written = []

    async def send(self, message):
        if len(self.written) > 1:  # the start and the first state fill it
            await self.transport.flows.wait()
        if message.get("body") != b"" or not message.get("more_body"):
            self.written.append(message)


class FullServer(Server):
    """One whose buffer holds all that was written, until its reader begins to take it."""

    def __init__(self):
        super().__init__()
        self.transport.buffered = 0

    async def send(self, message):
        if self.transport.buffered > BUFFER:
            await self.transport.flows.wait()
        if message.get("body"):
            self.written.append(message["body"])
            self.transport.buffered += len(message["body"])


def slow(app, page, server=None):
    """A stream whose reader does not read, with the server behind it."""
    server, gone = server or Server(), asyncio.Event()

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    task = asyncio.create_task(app(Reader(app, page).scope, receive, server.send))
    return server, task, gone


async def until(condition):
    for _ in range(1500):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


def test_a_reader_who_reads_again_gets_only_the_newest_state():
    show("1", "state 0")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            server, task, gone = slow(app, page)
            other = await Reader(app, page).start()
            await until(lambda: len(server.written) == 2)
            assert server.transport.high == BUFFER
            for number in range(1, 4):
                show("1", f"state {number}")
                await atouch("toy:a", "1")
                assert rows(await other.more())["1"] == f"state {number} en"
            assert len(server.written) == 2
            server.transport.flows.set()
            await until(lambda: len(server.written) == 3)
            assert rows(events(server.written[2]["body"])) == {"1": "state 3 en"}
            gone.set()
            await task
            await other.leave()
            assert app.hub.streams == set()

    run(scenario)


def large(number, row="39"):
    show(row, f"state {number} {'x' * 2000}", order=row)


def test_what_a_reader_does_not_take_of_a_large_state_is_written_as_it_is_later():
    names = [f"{number:02}" for number in range(40)]
    for name in names:
        large(0, name)
    page, others = open_page(UserFactory(), "toy:a"), open_page(UserFactory(), "toy:a")
    page.seen = ""

    async def scenario():
        async with live() as app:
            server, task, gone = slow(app, page, FullServer())
            other = await Reader(app, others).start()
            await until(lambda: server.transport.buffered > BUFFER)
            for number in range(1, 4):
                large(number)
                await atouch("toy:a", "39")
                assert rows(await other.more())["39"].startswith(f"state {number} ")
            assert server.transport.buffered < BUFFER + 2 * PIECE
            server.transport.flows.set()
            await until(lambda: b"event: at" in server.written[-1])
            gone.set()
            await task
            await other.leave()
            return b"".join(server.written)

    written = run(scenario)
    shown = rows(events(written))
    assert list(shown) == names
    assert shown["39"].startswith("state 3 ")
    assert written.count(b'"key":"39"') == 1


def test_the_rest_of_a_large_state_follows_as_soon_as_the_reader_takes_it():
    for number in range(40):
        large(0, f"{number:02}")
    page = open_page(UserFactory(), "toy:a")
    page.seen = ""

    async def scenario():
        async with live(replace(QUICK, slice=3600)) as app:
            server, task, gone = slow(app, page, FullServer())
            await until(lambda: server.transport.buffered > BUFFER)
            server.transport.flows.set()
            await until(lambda: b"event: at" in server.written[-1])
            gone.set()
            await task
            return b"".join(server.written)

    assert len(rows(events(run(scenario)))) == 40


def test_a_reader_who_does_not_take_the_last_words_is_cut_off():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live(replace(QUICK, goodbye=0.05)) as app:
            server, task, _gone = slow(app, page)
            await until(lambda: len(server.written) == 2)
            app.close()
            await task
            assert server.transport.aborted

    run(scenario)


def test_everybody_who_comes_at_once_is_examined_in_few_looks(monkeypatch):
    pages = [open_page(UserFactory(), "toy:a") for _ in range(12)]
    looks = []

    def counted(bearers):
        looks.append(len(bearers))
        return gate.examine(bearers)

    monkeypatch.setattr("config.live.asgi.examine", counted)

    async def scenario():
        async with live() as app:
            readers = [Reader(app, page) for page in pages]
            await asyncio.gather(*(reader.start() for reader in readers))
            assert [reader.status for reader in readers] == [200] * 12
            for reader in readers:
                await reader.leave()

    run(scenario)
    assert sum(looks) == 12
    assert len(looks) < 12


def test_what_need_not_wait_is_done_without_a_task():
    done = []

    async def at_once():
        done.append("at once")

    async def later(event):
        done.append("begun")
        await event.wait()
        await asyncio.sleep(0)
        done.append("later")

    async def scenario():
        assert begun(at_once()) is None
        event = asyncio.Event()
        rest = begun(later(event))
        assert done == ["at once", "begun"]
        event.set()
        await rest
        assert done == ["at once", "begun", "later"]

    asyncio.run(scenario())
