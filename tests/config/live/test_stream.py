"""What an open stream brings: the present state first, then what changes, newest state wins."""

from dataclasses import replace

import pytest

from config.live import gate
from tests.config.live.toys import (
    QUICK,
    Reader,
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


def test_a_page_that_is_up_to_date_gets_nothing_but_its_position():
    show("1", "one")
    touch("toy:a", "1")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert reader.status == 200
            assert reader.events == [("at", page.seen)]
            await reader.leave()
            assert app.hub.streams == set()
            assert app.hub.channels == {}

    run(scenario)


@pytest.mark.parametrize(
    "seen",
    ["", "0.0", "-1.0", "1" + "0" * 30 + ".0", "word", "1.2.3", "²", "\u0661.0", "1", "'.--"],
)
def test_a_page_that_has_seen_anything_else_gets_the_present_state(seen):
    show("2", "two", order="1|a")
    show("1", "one", order="1|b")
    touch("toy:a", "1", "2")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, seen=seen).start()
            assert reader.status == 200
            first = [event for event in reader.events if event[0] == "toy:a"]
            assert first == [
                ("toy:a", {"key": "2", "html": "two en"}),
                ("toy:a", {"key": "1", "html": "one en"}),
                ("toy:a", {"keys": ["2", "1"]}),
            ]
            assert reader.events[-1] == ("at", page.seen)
            await reader.leave()

    run(scenario)


def test_the_header_of_a_browser_that_reconnects_counts_more_than_the_address():
    touch("toy:a", "1")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            headers = [(b"last-event-id", page.seen.encode())]
            reader = await Reader(app, page, seen="0.0", headers=headers).start()
            assert reader.events == [("at", page.seen)]
            await reader.leave()

    run(scenario)


def test_a_change_reaches_every_reader_as_the_same_bytes_rendered_once():
    show("1", "one")
    pages = [open_page(UserFactory(), "toy:a") for _ in range(3)]
    toys.rendered.clear()

    async def scenario():
        async with live() as app:
            readers = [await Reader(app, page).start() for page in pages]
            show("1", "changed")
            await atouch("toy:a", "1")
            for reader in readers:
                assert ("toy:a", {"key": "1", "html": "changed en"}) in await reader.more()
            assert toys.rendered["toy:a", "en", ("1",)] == 1
            assert toys.rendered["toy:a", "en", None] == 1
            view = app.hub.channels["toy:a"].views["en"]
            assert view.row("1") is view.row("1")
            for reader in readers:
                await reader.leave()

    run(scenario)


def test_what_has_no_row_is_heard_of_each_time_and_is_no_part_of_the_present_state():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            for _change in range(2):
                show("1", "")
                await atouch("toy:a", "1")
                assert ("toy:a", {"key": "1", "html": None}) in await reader.more()
            assert app.hub.channels["toy:a"].views["en"].frames == {}
            await reader.leave()

    run(scenario)


def test_each_language_is_rendered_for_itself():
    show("1", "one")
    user = UserFactory()
    pages = [open_page(user, "toy:a", language=code) for code in ("en", "de")]

    async def scenario():
        async with live() as app:
            readers = [await Reader(app, page).start() for page in pages]
            show("1", "changed")
            await atouch("toy:a", "1")
            found = [rows(await reader.more()) for reader in readers]
            assert found == [{"1": "changed en"}, {"1": "changed de"}]
            for reader in readers:
                await reader.leave()

    run(scenario)


def test_changes_close_together_are_one_write_with_the_newest_state():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live(replace(QUICK, slice=1.5)) as app:
            reader = await Reader(app, page).start()
            for number in range(5):
                show("1", f"state {number}")
                show("2", f"other {number}")
                await atouch("toy:a", "1", "2")
            first = await reader.more()
            if rows(first)["1"] != "state 4 en":
                first = await reader.more()
            assert rows(first) == {"1": "state 4 en", "2": "other 4 en"}
            assert len(reader.bodies) <= 3
            assert await reader.silent()
            await reader.leave()

    run(scenario)


def test_a_touch_that_changes_nothing_visible_writes_nothing():
    show("1", "one")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, seen="").start()
            await atouch("toy:a", "1")
            assert await reader.silent(0.3)
            await reader.leave()

    run(scenario)


def test_private_channels_carry_keys_and_never_content():
    user = UserFactory()
    page = open_page(user)
    mine = f"person:{user.public_id}"

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            await atouch(mine, "chat:7")
            assert (mine, {"key": "chat:7", "version": 1}) in await reader.more()
            await atouch(f"person:{UserFactory.build().public_id}", "chat:8")
            assert await reader.silent()
            await reader.leave()
            back = await Reader(app, page).start()
            assert back.events == [(mine, {"key": "*", "version": 1}), ("at", "1")]
            await back.leave()

    run(scenario)


def test_rights_that_changed_while_a_page_was_away_are_told_behind_the_rest():
    user = UserFactory()
    page = open_page(user)
    mine = f"person:{user.public_id}"

    async def scenario():
        async with live() as app:
            await atouch(mine, "rights")
            away = await Reader(app, page).start()
            assert away.events == [
                (mine, {"key": "*", "version": 1}),
                (mine, {"key": "rights", "version": 1}),
                ("at", "1"),
            ]
            await away.leave()
            await atouch(mine, "chat:7")
            back = await Reader(app, page, seen="1").start()
            assert back.events == [(mine, {"key": "*", "version": 2}), ("at", "2")]
            await back.leave()

    run(scenario)


def test_a_quiet_stream_beats_and_a_long_one_ends():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live(replace(QUICK, heartbeat=0.05, life=0.4)) as app:
            reader = await Reader(app, page).start()
            await reader.more()
            assert reader.events[-1] == ("at", page.seen)
            assert (await reader.until_over())[-1] == ("end", "life")

    run(scenario)


def test_a_stream_that_was_still_coming_in_when_the_server_is_told_to_stop_ends_too(monkeypatch):
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:

            def told_meanwhile(bearers):
                app.close()
                return gate.examine(bearers)

            monkeypatch.setattr("config.live.asgi.examine", told_meanwhile)
            reader = await Reader(app, page).start()
            assert (await reader.until_over())[-1] == ("end", "stop")

    run(scenario)


def test_an_older_database_put_back_is_shown_as_it_is():
    show("1", "new")
    touch("toy:a", "1")
    touch("toy:a", "1")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            app.hub.channels["toy:a"].version = 9
            show("1", "old")
            assert rows(await reader.more()) == {"1": "old en"}
            await reader.leave()

    run(scenario)
