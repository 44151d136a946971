"""Nobody fills the disk by sending."""

import asyncio
import io

import pytest

from config.bodies import CHUNK, WithBodyLimit, WithWholeBodies
from config.live.headers import secure


def send(chunks, *, announced=None, largest=10):
    """What the application inside read, and what the sender was answered."""
    read, answered = [], []
    left = [
        {"type": "http.request", "body": chunk, "more_body": chunk is not chunks[-1]}
        for chunk in chunks
    ]

    async def inner(scope, receive, answer):
        while True:
            message = await receive()
            read.append(message)
            if not message.get("more_body"):
                return

    async def receive():
        return left.pop(0)

    async def answer(message):
        answered.append(message)

    headers = [] if announced is None else [(b"content-length", str(announced).encode())]
    scope = {"type": "http", "path": "/", "headers": headers}
    asyncio.run(WithBodyLimit(inner, lambda path: largest)(scope, receive, answer))
    return read, answered


def test_what_fits_comes_through():
    read, answered = send([b"12345", b"67890"], announced=10)

    assert b"".join(message["body"] for message in read) == b"1234567890"
    assert answered == []


def test_of_what_is_announced_too_large_nothing_comes_through():
    read, _answered = send([b"x" * 6, b"y" * 5], announced=11)

    assert [message["body"] for message in read] == [b""]


@pytest.mark.parametrize("announced", [101, 10**20])
def test_what_is_far_too_large_is_not_waited_for(announced):
    read, answered = send([b"x"], announced=announced)

    assert read == []
    assert answered[0]["status"] == 413
    assert dict(secure()).items() <= dict(answered[0]["headers"]).items()


@pytest.mark.parametrize(
    ("path", "announced", "status"),
    [
        ("/settings/profile/", 2_000_000, 413),
        ("/coordination/imports/new/", 2_000_000, 404),
        ("/coordination/imports/new/", 60_000_000, 413),
    ],
)
def test_the_page_of_a_refusal_says_what_to_do(as_listener, path, announced, status):
    answer = as_listener.generic("POST", path, b"", CONTENT_LENGTH=str(announced))

    assert answer.status_code == status
    assert ("send less at once" in answer.content.decode()) is (status == 413)


@pytest.mark.parametrize("announced", [None, 3, "many"])
def test_what_grows_too_large_is_cut_off(announced):
    read, _answered = send([b"12345", b"67890", b"x"], announced=announced)

    assert [message["type"] for message in read] == [
        "http.request",
        "http.request",
        "http.disconnect",
    ]


def test_streams_and_the_life_of_the_server_pass():
    seen = []

    async def inner(scope, receive, answer):
        seen.append(scope["type"])

    asyncio.run(WithBodyLimit(inner)({"type": "lifespan"}, None, None))

    assert seen == ["lifespan"]


@pytest.mark.parametrize(("sent", "left"), [(3 * CHUNK, 0), (30 * CHUNK, 10 * CHUNK)])
def test_under_wsgi_a_body_nobody_wanted_is_read_to_its_end_within_reason(sent, left):
    body = io.BytesIO(b"x" * sent)
    whole = WithWholeBodies(lambda environ, start: [b"no"], lambda path: 2 * CHUNK)

    assert whole({"wsgi.input": body, "PATH_INFO": "/"}, None) == [b"no"]
    assert len(body.read()) == left
