"""A toy area with rows `toy:<name>`, a page of it, and a reader driven by hand."""

import asyncio
import json
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory, TestCase

from config.live import page, publish, registry
from config.live.asgi import WithLive
from config.live.limits import Limits
from config.live.registry import Frame, ReaderSet

QUICK = Limits(slice=0.02, look_every=0.05, recheck_every=0.1, heartbeat=60, goodbye=0.2)
LONG_ENOUGH = 30  # seconds until a test gives up; nothing is proved by how soon it comes


@dataclass
class Toys:
    """What the toy area shows, whom it refuses, and how often it was asked to render."""

    frames: dict[str, Frame] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    sets: dict[str, ReaderSet] = field(default_factory=dict)
    rendered: Counter = field(default_factory=Counter)

    def render(self, channel, keys, language):
        if channel in self.broken:
            raise ValueError(channel)
        self.rendered[channel, language, keys and tuple(sorted(keys))] += 1
        wanted = self.frames if keys is None else keys
        return {key: self._frame(key, language) for key in wanted}

    def _frame(self, key, language):
        frame = self.frames.get(key)
        if frame is None or not frame.html:
            return frame
        return Frame(f"{frame.html} {language}", frame.tags, frame.order)

    def admit(self, channel, reader):
        if reader.person in self.broken:
            raise ValueError(reader.person)
        if reader.person in self.refused:
            return None
        return self.sets.get(reader.person, ReaderSet())


toys = Toys()
registry.register(
    "toy",
    render=lambda channel, keys, language: toys.render(channel, keys, language),
    admit=lambda channel, reader: toys.admit(channel, reader),
)


def reset():
    toys.__init__()


def show(key, html, *, tags=(), order=""):
    toys.frames[key] = Frame(html, frozenset(tags), order)


def touch(channel, *keys):
    """Touch as a committed request does, whatever transaction the test itself is in."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        for key in keys:
            publish.touch(channel, key)


atouch = sync_to_async(touch)


@dataclass
class Page:
    """A page as a browser holds it: the token, what it has seen, the cookie."""

    token: str
    seen: str
    cookie: str = ""


def open_page(user=None, *channels, language="en"):
    """Sign `user` in and open a page that shows `channels`."""
    from django.utils import translation

    request = RequestFactory().get("/")
    client = Client()
    if user is None:
        request.user, request.session = AnonymousUser(), client.session
        cookie = ""
    else:
        client.force_login(user)
        request.user, request.session = user, client.session
        cookie = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    with translation.override(language):
        page.watch(request, *channels)
        watched = page.watched(request)
        return Page(page.token_for(request, list(watched.versions)), watched.seen, cookie)


aopen_page = sync_to_async(open_page)


class Reader:
    """One connection: sends the request, collects what comes as events."""

    def __init__(self, app, page, *, seen=None, method="GET", headers=(), query=None):
        asked = {"token": page.token, "seen": page.seen if seen is None else seen}
        self.scope = {
            "type": "http",
            "method": method,
            "path": "/live/",
            "query_string": urlencode(query if query is not None else asked).encode(),
            "headers": [(b"cookie", page.cookie.encode()), *headers],
        }
        self.wire = ApplicationCommunicator(app, self.scope)
        self.status = None
        self.headers = {}
        self.bodies = []
        self.finished = False

    async def start(self):
        await self.wire.send_input({"type": "http.request", "body": b"", "more_body": False})
        first = await self.wire.receive_output(LONG_ENOUGH)
        self.status = first["status"]
        self.headers = {name.decode(): value.decode() for name, value in first["headers"]}
        await self.more()
        return self

    async def more(self):
        """Take the next write; its events."""
        message = await self.wire.receive_output(LONG_ENOUGH)
        self.bodies.append(message["body"])
        self.finished = not message.get("more_body", False)
        return events(message["body"])

    async def until_over(self):
        while not self.finished:
            await self.more()
        await self.wire.wait(LONG_ENOUGH)
        return self.events

    async def silent(self, for_seconds=0.2):
        return await self.wire.receive_nothing(for_seconds)

    async def leave(self):
        await self.wire.send_input({"type": "http.disconnect"})
        await self.wire.wait(LONG_ENOUGH)

    @property
    def events(self):
        return [event for body in self.bodies for event in events(body)]


def events(body):
    """The events in a write as (name, data) pairs; `at` keeps its text."""
    found = []
    for block in body.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
        if "event" in lines:
            name, text = lines["event"], lines["data"]
            found.append((name, text if name == "at" else json.loads(text)))
    return found


def rows(seen):
    """What a page shows after these events: the rules of live.js in a few lines."""
    shown = {}
    for name, data in seen:
        if name.startswith("toy:") and "keys" in data:
            shown = {key: shown[key] for key in data["keys"]}
        elif name.startswith("toy:") and data["html"] is None:
            shown.pop(data["key"], None)
        elif name.startswith("toy:"):
            shown[data["key"]] = data["html"]
    return shown


@asynccontextmanager
async def live(limits=QUICK):
    app = WithLive(None, limits)
    try:
        yield app
    finally:
        app.close()
        await app.hub.stop()
        await asyncio.sleep(0)


def run(scenario):
    """Run an async test so that its database work stays in the test's own transaction."""
    return async_to_sync(scenario)()
