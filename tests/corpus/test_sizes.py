"""No form that is too large, torn or packed breaks a page or leaves a trace."""

import gzip

import pytest
from django.db import transaction
from django.test import override_settings

from tests.corpus import stage as site

pytestmark = pytest.mark.django_db
MULTIPART = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="body"\r\n\r\nx\r\n'
FILE = b'--b\r\nContent-Disposition: form-data; name="f%d"; filename="../../%d"\r\n\r\nx\r\n'

# name -> (body, kind of content, further headers)
BODIES = {
    "1 MB in a field": (b"body=" + b"x" * 2**20, site.ENCODED, {}),
    "201 fields": (b"&".join(b"f%d=1" % number for number in range(201)), site.ENCODED, {}),
    "100,000 fields": (b"&".join(b"f%d=1" % number for number in range(100_000)), site.ENCODED, {}),
    "10,000 times one field": (b"&".join([b"body=1"] * 10_000), site.ENCODED, {}),
    "1,000 parts": (PART * 1_000 + b"--b--", MULTIPART, {}),
    "no end": (PART + b"--b\r\nContent-Disposition", MULTIPART, {}),
    "no boundary": (PART, "multipart/form-data", {}),
    "an odd boundary": (PART, 'multipart/form-data; boundary="\x01"', {}),
    "100 files": (b"".join(FILE % (n, n) for n in range(100)) + b"--b--", MULTIPART, {}),
    "a part that is packed": (
        PART.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1) + b"--b--",
        MULTIPART,
        {},
    ),
    "packed": (
        gzip.compress(b"body=" + b"0" * 10**7),
        site.ENCODED,
        {"HTTP_CONTENT_ENCODING": "gzip"},
    ),
    "JSON": (b'{"body": "\\ud800"}', "application/json", {}),
    "another alphabet": (b"body=\xff", site.ENCODED + "; charset=utf-7", {}),
    "no such alphabet": (b"body=x", site.ENCODED + "; charset=no-such", {}),
    "no kind": (b"body=x", "", {}),
    "only signs": (b"&&&===&%&%zz=%", site.ENCODED, {}),
}


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    with (
        django_db_blocker.unblock(),
        override_settings(TEEN_SPACE_OPEN=True),
        transaction.atomic(),
    ):
        yield site.Stage()
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", BODIES)
def test_bodies(stage, pytestconfig, name):
    body, kind, headers = BODIES[name]
    acts = [(allowed[0], stage.path(row)) for row, allowed in site.opened("POST")]
    number = list(BODIES).index(name)
    chosen = acts if pytestconfig.getoption("--whole-corpus") else acts[number :: len(BODIES)]

    answers = {
        path: stage.ask(role, path, body, content_type=kind, **headers).fault
        for role, path in chosen
    }

    assert chosen
    assert {path: fault for path, fault in answers.items() if fault} == {}


@pytest.mark.parametrize("count", [100, 1_000])
def test_cookies_without_end(stage, count):
    cookies = "; ".join(f"c{number}=x" for number in range(count))

    assert stage.ask("visitor", "/", HTTP_COOKIE=cookies).fault is None


def test_an_address_without_end(stage):
    for path in ("/queue/?q=" + "x" * 9_000, "/" + "x" * 9_000, "/mentors/" + "x" * 9_000 + "/"):
        assert stage.ask("visitor", path).fault is None


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "BREW", "get"])
def test_verbs(stage, method):
    for row, allowed in site.opened("GET"):
        answer = stage.ask(allowed[0], stage.path(row), b"body=x", method=method)
        assert answer.fault is None, row["url"]
