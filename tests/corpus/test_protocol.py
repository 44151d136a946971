"""What no browser sends, on a socket of the real server: refused or answered, and it goes on."""

import socket

import pytest

from tests.config.live.test_process import Site

pytestmark = pytest.mark.sqlite  # the server in front of both databases is the same

PAGE = b"/urgent-help/"  # needs no row
LAST = b"Connection: close\r\n"
HOST = b"Host: localhost\r\n" + LAST
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


def get(path=PAGE, headers=HOST, *, method=b"GET", version=b"HTTP/1.1"):
    return b"%s %s %s\r\n%s\r\n" % (method, path, version, headers)


def post(headers, body):
    return b"POST /theme/ HTTP/1.1\r\n%s%s%s\r\n%s" % (HOST, FORM, headers, body)


ODD = {200, 400, 431}  # read, or refused
REFUSED = {400, 403, 404, 405, 413, 414, 431, 505}
CLOSED = None  # without an answer
# name -> (what is sent, the first status that may come)
CASES = {
    "more announced than sent": (
        post(b"Content-Length: 90\r\n", b"theme=dark"),
        {CLOSED, *REFUSED},
    ),
    "less announced than sent": (post(b"Content-Length: 2\r\n", b"theme=dark"), REFUSED),
    "a length below nothing": (post(b"Content-Length: -1\r\n", b"x=1"), {400}),
    "a length of letters": (post(b"Content-Length: ten\r\n", b"x=1"), {400}),
    "a length beyond numbers": (
        post(b"Content-Length: " + b"9" * 40 + b"\r\n", b"x=1"),
        {400, 413},
    ),
    "two lengths": (post(b"Content-Length: 3\r\nContent-Length: 4\r\n", b"x=12"), {400}),
    "a length and pieces": (
        post(b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", b"3\r\nx=1\r\n0\r\n\r\n"),
        REFUSED,
    ),
    "pieces without a length": (
        post(b"Transfer-Encoding: chunked\r\n", b"3\r\nx=1\r\n0\r\n\r\n"),
        REFUSED,
    ),
    "a piece of no size": (
        post(b"Transfer-Encoding: chunked\r\n", b"zz\r\nx=1\r\n"),
        {CLOSED, *REFUSED},
    ),
    "pieces that do not end": (
        post(b"Transfer-Encoding: chunked\r\n", b"3\r\nx"),
        {CLOSED, *REFUSED},
    ),
    "pieces of another kind": (post(b"Transfer-Encoding: xchunked\r\n", b"x=1"), REFUSED),
    "two hosts": (get(headers=HOST + b"Host: evil.example\r\n"), {400}),
    "another host": (get(headers=LAST + b"Host: evil.example\r\n"), {400}),
    "a host with a path": (get(headers=LAST + b"Host: localhost/evil.example\r\n"), {400}),
    "no host": (get(headers=LAST), {200, 400}),  # it is the address that was called
    "an address with a host": (get(b"http://evil.example/urgent-help/"), {200, 400, 404}),
    "an address without a slash": (get(b"urgent-help/"), {400, 404}),
    "a star": (get(b"*", method=b"OPTIONS"), {400, 404, 405}),
    "an address of 9,000 letters": (get(b"/" + b"x" * 9_000), {404, 414, 431}),
    "an address of 100,000 letters": (get(b"/" + b"x" * 100_000), {400, 404, 414, 431}),
    "TRACE": (get(method=b"TRACE"), {405}),
    "CONNECT": (get(method=b"CONNECT"), REFUSED),
    "an unknown verb": (get(method=b"BREW"), {400, 405}),
    "small letters": (get(method=b"get"), {400, 405}),
    "no verb at all": (b"\r\n\r\n\0\1\2\r\n\r\n", {400}),
    "an old version": (get(version=b"HTTP/0.9"), {200, 400, 505}),
    "a new version": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {400, 404, 405, 505}),
    "NUL in a header": (get(headers=HOST + b"X-A: a\0b\r\n"), ODD),
    "a header of two lines": (get(headers=HOST + b"X-A: a\r\n b\r\n"), ODD),
    "a header without a name": (get(headers=HOST + b": a\r\n"), {400}),
    "1,000 headers": (get(headers=HOST + b"X-A: a\r\n" * 1_000), ODD),
    "a header of 100,000 letters": (
        get(headers=HOST + b"X-A: " + b"a" * 100_000 + b"\r\n"),
        {200, 400, 431},
    ),
    "two requests at once": (get() + get(), {200}),
    "where a proxy would say so": (
        get(b"/queue", headers=HOST + b"X-Forwarded-Host: evil.example\r\nX-Forwarded-For: \0\r\n"),
        {301, 400},
    ),
    "a range": (get(headers=HOST + b"Range: bytes=5-1,9-,-0,a-b\r\n"), {200, 416}),
    "a stream with odd news": (
        get(b"/live/?token=%00", headers=HOST + b"Last-Event-ID: " + b"9" * 400 + b"\r\n"),
        {400, 401, 403, 404},
    ),
}


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("protocol"))
    yield site.port
    site.process.terminate()
    assert site.process.wait(timeout=30) == 0


def answered(port, sent):
    """All that comes back until the server closes, or is done with what it was sent."""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
        came = b""
        try:
            line.sendall(sent)
            while piece := line.recv(65_536):
                came += piece
        except (ConnectionError, TimeoutError):
            pass  # it hung up, or waits for what was announced
        return came


@pytest.mark.parametrize("name", CASES)
def test_the_server_refuses_and_goes_on(port, name):
    sent, expected = CASES[name]

    came = answered(port, sent)

    status = int(came.split()[1]) if came.startswith(b"HTTP/") else CLOSED
    assert status in expected
    assert b"Traceback" not in came
    assert b"evil.example" not in came
    assert answered(port, get()).startswith(b"HTTP/1.1 200")


def test_headers_that_lead_away_do_not_show_in_the_answer(port):
    came = answered(port, get(b"/queue?x=%0d%0aSet-Cookie:%20a=b"))

    assert came.startswith(b"HTTP/1.1 301")
    assert b"\r\nSet-Cookie: a=b" not in came
