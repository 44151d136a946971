"""Who gets no stream, and what every answer carries."""

from dataclasses import replace

import pytest
from django.core import signing
from django.db import OperationalError
from django.test import override_settings

from config.live import asgi, tokens
from tests.config.live.toys import QUICK, Reader, atouch, live, open_page, run, show, toys
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cache-control": "no-store",
    "vary": "Cookie",
}


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "ODD"])
def test_a_stream_is_only_read(method):
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, method=method).start()
            assert (reader.status, reader.headers["allow"]) == (405, "GET")
            assert HEADERS.items() <= reader.headers.items()

    run(scenario)


def test_a_page_of_another_site_gets_nothing():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, headers=[(b"sec-fetch-site", b"cross-site")]).start()
            assert reader.status == 403
            own = await Reader(app, page, headers=[(b"sec-fetch-site", b"same-origin")]).start()
            assert own.status == 200
            await own.leave()

    run(scenario)


@pytest.mark.parametrize(
    "token",
    [
        *("", "word", "a:b:c", "\x00", "x" * 9000),
        signing.dumps([], salt=tokens.SALT),
        signing.dumps(["", "", "en", "toy:a"], salt="another purpose"),
    ],
    ids=["empty", "word", "parts", "nul", "long", "without claims", "for another purpose"],
)
def test_a_forged_token_is_refused_and_never_an_error(token):
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, query={"token": token}).start()
            assert reader.status == 403
            assert HEADERS.items() <= reader.headers.items()

    run(scenario)


def test_a_token_lasts_as_long_as_asked_for():
    page = open_page(UserFactory(), "toy:a")
    assert tokens.read(page.token) is not None
    assert tokens.read(page.token, within=tokens.CONNECT_WITHIN * -1) is None


@pytest.mark.parametrize(
    "cookie", ["", "sessionid", "sessionid=", "=;=;", "sessionid=a; b\\", "\xff"]
)
def test_a_broken_cookie_is_no_cookie(cookie):
    page = open_page(UserFactory(), "toy:a")
    page.cookie = cookie

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert reader.status == 404

    run(scenario)


def test_a_person_has_three_streams_and_the_fourth_page_polls():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            readers = [await Reader(app, page).start() for _ in range(3)]
            fourth = await Reader(app, page).start()
            assert (fourth.status, fourth.headers["retry-after"]) == (429, "20")
            await readers[0].leave()
            again = await Reader(app, page).start()
            assert again.status == 200
            for reader in (*readers[1:], again):
                await reader.leave()

    run(scenario)


def test_a_person_connects_thirty_times_a_minute():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live(replace(QUICK, connects_per_minute=2)) as app:
            for _ in range(2):
                reader = await Reader(app, page).start()
                await reader.leave()
            reader = await Reader(app, page).start()
            assert reader.status == 429

    run(scenario)


def test_all_streams_together_are_bounded_and_visitors_leave_room_for_members():
    pages = [open_page(UserFactory(), "toy:a") for _ in range(3)]
    visitor = open_page(None, "toy:a")

    async def scenario():
        async with live(replace(QUICK, streams=4)) as app:
            readers = [await Reader(app, visitor).start() for _ in range(2)]
            third = await Reader(app, visitor).start()
            assert third.status == 429
            readers += [await Reader(app, page).start() for page in pages[:2]]
            full = await Reader(app, pages[2]).start()
            assert (full.status, full.headers["retry-after"]) == (503, "20")
            for reader in readers:
                assert reader.status == 200
                await reader.leave()

    run(scenario)


def test_an_open_stream_carries_the_headers_of_the_site():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert HEADERS.items() <= reader.headers.items()
            assert reader.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert reader.headers["x-accel-buffering"] == "no"
            assert "set-cookie" not in reader.headers
            assert "strict-transport-security" not in reader.headers
            await reader.leave()

    run(scenario)


@override_settings(SECURE_HSTS_SECONDS=60, SECURE_HSTS_INCLUDE_SUBDOMAINS=True)
def test_a_site_over_tls_says_so_here_as_well():
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page, method="POST").start()
            found = reader.headers["strict-transport-security"]
            assert found == "max-age=60; includeSubDomains"

    run(scenario)


def test_a_database_that_does_not_answer_is_a_pause_and_not_an_error(monkeypatch):
    page = open_page(UserFactory(), "toy:a")

    def down(bearers):
        raise OperationalError

    monkeypatch.setattr(asgi, "examine", down)

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert (reader.status, reader.headers["retry-after"]) == (503, "20")
            assert app.hub.streams == set()

    run(scenario)


def test_an_area_that_fails_to_render_does_not_leave_a_stream_behind(monkeypatch):
    page = open_page(UserFactory(), "toy:a")
    monkeypatch.setattr(toys, "frames", None)

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            assert reader.status == 503
            assert HEADERS.items() <= reader.headers.items()
            assert app.hub.streams == set()
            assert app.hub.channels == {}

    run(scenario)


def test_a_channel_that_cannot_be_rendered_does_not_stop_the_others(monkeypatch):
    user = UserFactory()
    page = open_page(user, "toy:a", "toy:b")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            toys.broken.add("toy:a")
            show("1", "one")
            await atouch("toy:a", "1")
            await atouch("toy:b", "1")
            assert ("toy:b", {"key": "1", "html": "one en"}) in await reader.more()
            await reader.leave()

    run(scenario)


def test_a_server_that_stops_ends_its_streams_and_takes_no_more():
    show("1", "one")
    page = open_page(UserFactory(), "toy:a")

    async def scenario():
        async with live() as app:
            reader = await Reader(app, page).start()
            app.close()
            assert (await reader.until_over())[-1] == ("end", "stop")
            late = await Reader(app, page).start()
            assert late.status == 503

    run(scenario)


def test_pages_and_other_paths_are_not_its_business():
    asked = []

    async def pages(scope, receive, send):
        asked.append(scope["path"])

    async def scenario():
        app = asgi.WithLive(pages, QUICK)
        for path in ("/", "/live", "/live/token/", "/live/x"):
            await app({"type": "http", "path": path}, None, None)
        assert asked == ["/", "/live", "/live/token/", "/live/x"]

    run(scenario)
