"""With Redis, what another process changes arrives at once; without it, by the version rows."""

import asyncio
import socket
import time
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from config.live import relay
from config.live.hub import Hub
from tests.config.live.toys import LONG_ENOUGH, QUICK, Reader, atouch, live, open_page, run, show
from tests.factories.accounts import UserFactory
from tests.selection import REDIS_URL

pytestmark = [pytest.mark.redis, pytest.mark.django_db]

# With Redis nobody looks at the rows by themselves, so what arrives has come through it.
PATIENT = replace(QUICK, look_with_redis_every=60)


@pytest.fixture(autouse=True)
def _own_relay(monkeypatch):
    monkeypatch.setattr(relay, "_client", None)
    monkeypatch.setattr(relay, "_rest_until", 0.0)
    monkeypatch.setattr(relay, "SILENCE", 0.2)


class Wire:
    """A Redis that can be cut off: a port that passes everything on while it is open."""

    def __init__(self):
        self.writers = []
        self.server = None
        self.port = 0

    async def open(self):
        self.server = await asyncio.start_server(self._pass_on, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]
        return f"redis://127.0.0.1:{self.port}/9"

    async def cut(self):
        self.server.close()
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()

    async def _pass_on(self, reader, writer):
        real = urlsplit(REDIS_URL)
        other, back = await asyncio.open_connection(real.hostname, real.port)
        self.writers += [writer, back]
        await asyncio.gather(self._copy(reader, back), self._copy(other, writer))

    async def _copy(self, reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
        except OSError:
            pass
        finally:
            writer.close()


async def until(condition):
    for _ in range(50 * LONG_ENOUGH):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise TimeoutError


def test_a_change_of_another_process_arrives_through_redis(settings):
    settings.REDIS_URL = REDIS_URL
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live(PATIENT) as app:
            reader = await Reader(app, page).start()
            await until(lambda: app.hub.redis_answers)
            relay.unlisten(app.hub.hear)  # as if the touch were made elsewhere
            show("1", "one")
            await atouch("toy:a", "1")
            assert ("toy:a", {"key": "1", "html": "one en"}) in await reader.more()
            await reader.leave()

    run(scenario)


def test_while_redis_is_gone_the_rows_are_looked_at_and_later_it_is_used_again(settings):
    page = open_page(UserFactory(), "toy:a")
    wire = Wire()

    async def scenario():
        settings.REDIS_URL = await wire.open()
        async with live(PATIENT) as app:
            reader = await Reader(app, page).start()
            await until(lambda: app.hub.redis_answers)
            relay.unlisten(app.hub.hear)

            await wire.cut()
            show("1", "without")
            await atouch("toy:a", "1")
            assert ("toy:a", {"key": "1", "html": "without en"}) in await reader.more()
            assert app.hub.redis_answers is False

            await wire.open()
            await until(lambda: app.hub.redis_answers)
            relay._rest_until = 0.0
            show("1", "again")
            await atouch("toy:a", "1")
            assert ("toy:a", {"key": "1", "html": "again en"}) in await reader.more()
            await reader.leave()
            await wire.cut()

    run(scenario)


@pytest.fixture
def looks(monkeypatch):
    """Whether Redis answered, for each look at the rows that is over."""
    over, look = [], Hub.look

    async def looked(hub):
        answers = hub.redis_answers
        await look(hub)
        over.append(answers)

    monkeypatch.setattr(Hub, "look", looked)
    return over


def test_a_message_that_was_missed_is_seen_by_its_number(settings, looks):
    settings.REDIS_URL = REDIS_URL
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live(PATIENT) as app:
            reader = await Reader(app, page).start()
            await until(lambda: True in looks)  # listening begins with one
            relay.unlisten(app.hub.hear)
            relay._rest_until = time.monotonic() + 60  # this one is never announced
            show("1", "one")
            await atouch("toy:a", "1")
            assert await reader.silent()
            relay._rest_until = 0.0
            show("2", "two")
            await atouch("toy:a", "2")
            events = await reader.more()
            assert {data["key"] for name, data in events if name == "toy:a"} == {"1", "2"}
            await reader.leave()

    run(scenario)


def test_a_redis_that_does_not_answer_costs_one_request_a_fraction_of_a_second(settings):
    with socket.create_server(("127.0.0.1", 0)) as frozen:  # takes connections and says nothing
        settings.REDIS_URL = f"redis://127.0.0.1:{frozen.getsockname()[1]}/0"
        began = time.monotonic()
        for _ in range(20):
            relay.announce({"toy:a": 1})

    assert time.monotonic() - began < 20 * relay.WAIT  # what waiting each time would take


@pytest.mark.parametrize("message", [b"", b"word", b"[1]", b'{"toy:a": "x"}', b"null", b"\xff"])
def test_what_is_no_message_of_ours_reads_as_nothing(message):
    assert relay.read(message) == {}
