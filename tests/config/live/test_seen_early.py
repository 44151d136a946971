"""A change can be read before its version rises; a page that connects meanwhile hears of it."""

import asyncio
import random
from dataclasses import replace

import pytest
from asgiref.sync import sync_to_async

from config.live.publish import version
from tests.config.live.toys import (
    QUICK,
    Reader,
    aopen_page,
    atouch,
    live,
    open_page,
    rows,
    run,
    show,
    touch,
    toys,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("becomes", ["changed", None])
def test_what_is_seen_before_its_version_is_reaches_a_page_that_was_up_to_date(becomes):
    show("1", "one")
    show("2", "two")
    touch("toy:a", "1", "2")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            if becomes:
                show("1", becomes)
            else:
                del toys.frames["1"]
            reader = await Reader(app, page).start()
            assert reader.events == [("at", page.seen)]
            await atouch("toy:a", "1")
            found = rows([("toy:a", {"key": "1", "html": "one en"}), *await reader.more()])
            assert found.get("1") == (becomes and f"{becomes} en")
            assert await reader.silent()
            await reader.leave()

    run(scenario)


def test_a_language_that_is_read_later_hears_of_what_came_before_its_version():
    show("1", "one")
    touch("toy:a", "1")
    user = UserFactory()
    pages = [open_page(user, "toy:a", language=code) for code in ("en", "de")]

    async def scenario():
        async with live(replace(QUICK, look_every=5, slice=0)) as app:
            first = await Reader(app, pages[0]).start()
            await app.hub.look()
            show("1", "changed")
            second = await Reader(app, pages[1]).start()
            await atouch("toy:a", "1")
            assert rows(await first.more()) == {"1": "changed en"}
            assert rows(await second.more()) == {"1": "changed de"}
            for reader in (first, second):
                await reader.leave()

    run(scenario)


aversion = sync_to_async(version)


class Visit:
    """A page made at one moment, whose stream opens a little later."""

    def __init__(self, page, language):
        self.page, self.language = page, language
        self.made_with = self.there_is()
        self.reader = None

    def there_is(self):
        return {key: f"{frame.html} {self.language}" for key, frame in toys.frames.items()}

    async def shows(self):
        present = ("at", f"{await aversion('toy:a')}.0")
        while self.reader.events[-1] != present:
            await self.reader.more()
        made_with = [("toy:a", {"key": key, "html": html}) for key, html in self.made_with.items()]
        return rows([*made_with, *self.reader.events])


def change(key, step, *, is_gone):
    if is_gone:
        del toys.frames[key]
    else:
        show(key, f"step {step}")


def test_page_and_events_always_add_up_to_the_state_there_is():
    dice = random.Random(7)
    user = UserFactory()
    for number in range(100):
        show(str(number), "at first")

    async def scenario():
        async with live() as app:
            visits = []
            for step, number in enumerate(dice.sample(range(100), 60)):
                if language := {0: "en", 20: "de", 40: "fr"}.get(step):
                    page = await aopen_page(user, "toy:a", language=language)
                    visits.append(Visit(page, language))
                change(str(number), step, is_gone=dice.random() < 0.3)
                await asyncio.sleep(dice.random() * 0.02)
                if step in (0, 22, 40):
                    visits[-1].reader = await Reader(app, visits[-1].page).start()
                await atouch("toy:a", str(number))
            for visit in visits:
                assert await visit.shows() == visit.there_is()
                await visit.reader.leave()

    run(scenario)
