"""Every URL, every method, each role: as the data file says, and nothing is missing in it."""

from http.cookies import SimpleCookie

import pytest
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from config.live.gate import examine
from config.live.registry import person_channel, prefixes
from config.live.tokens import Claims, session_mark
from tests.authorisation.cast import make_cast
from tests.authorisation.matrix import (
    body,
    fingerprint,
    outcome,
    path_of,
    payload,
    roles,
    rows,
    url_names,
)

# Who may call what is decided above the database; one of the two is enough for 5,000 requests.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

HTMX = {"HX-Request": "true"}
PAGES = [row for row in rows() if row["method"] != "STREAM"]
READ = [row for row in PAGES if row["method"] == "GET"]
STREAMS = [row for row in rows() if row["method"] == "STREAM"]
REFUSED = {"404", "405", "403", "login"}
# Refusals read the same for everybody who gets them; these four stand for all.
SOME = ("visitor", "outsider", "teen", "other mentor")
# The matrix is played in parts, so that two processes can share it.
PARTS = range(8)


class Stage:
    """The cast with its sessions; every request is asked and then taken back."""

    def __init__(self):
        self.cast = make_cast()
        self.cookies = self.cast.cookies()
        self.rows_before = fingerprint()

    def ask(self, role, method, path, data=None, headers=None):
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies[role])
        for cache in caches.all(initialized_only=True):
            cache.clear()  # limits of one cell are not those of the next
        mark = transaction.savepoint()
        response = getattr(client, method.lower())(path, data or {}, headers=headers)
        response.wrote = fingerprint() != self.rows_before
        transaction.savepoint_rollback(mark)
        return response

    def path(self, row):
        return path_of(row["url"], self.cast.targets[row["target"]][0])


@pytest.fixture
def stage(settings):
    settings.TEEN_SPACE_OPEN = True
    settings.EMBED_ORIGINS = ["https://chat.example.org"]
    return Stage()


def name_of(row, *more):
    return " ".join(filter(None, [row["method"], row["url"], row["target"], *more]))


def test_every_url_is_in_the_matrix():
    assert {row["url"] for row in PAGES} == url_names()


def test_each_url_says_what_reading_and_writing_it_come_to():
    said = [(row["url"], row["target"], row["method"]) for row in PAGES]

    assert len(said) == len(set(said))
    reads = {(url, target) for url, target, method in said if method == "GET"}
    assert reads == {(url, target) for url, target, method in said if method == "POST"}


@pytest.mark.parametrize("part", PARTS)
def test_each_role_gets_what_the_matrix_says(stage, part):
    came, wrote = {}, []
    for row in PAGES[part :: len(PARTS)]:
        for role in roles():
            data = payload(row["url"], row["method"])
            response = stage.ask(role, row["method"], stage.path(row), data)
            word = outcome(response)
            if word != row[role]:
                came[name_of(row, role)] = word
            if response.wrote and (word in REFUSED or row["method"] == "GET"):
                wrote.append(name_of(row, role))

    assert came == {}
    assert wrote == []


@pytest.mark.parametrize("part", PARTS)
def test_other_methods_come_to_nothing(stage, part):
    wrong = {}
    for row in READ[part :: len(PARTS)]:
        for role in ("visitor", "listener"):
            head = outcome(stage.ask(role, "HEAD", stage.path(row)))
            if head != row[role]:
                wrong[name_of(row, role, "HEAD")] = head
            for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
                response = stage.ask(role, method, stage.path(row))
                if response.wrote or response.status_code >= 500:
                    wrong[name_of(row, role, method)] = response.status_code

    assert wrong == {}


@pytest.mark.parametrize("part", PARTS)
def test_refused_and_missing_read_the_same(stage, part):
    told_apart = []
    hidden = [row for row in PAGES if "404" in row.values()]
    for row in hidden[part :: len(PARTS)]:
        missing = stage.cast.targets[row["target"]][1]
        nowhere = path_of(row["url"], missing) if missing else "/no/such/page/"
        for role in [role for role in SOME if row[role] == "404"]:
            data = payload(row["url"], row["method"])
            refused = stage.ask(role, row["method"], stage.path(row), data)
            absent = stage.ask(role, row["method"], nowhere, data)
            if (refused.status_code, body(refused)) != (absent.status_code, body(absent)):
                told_apart.append(name_of(row, role))

    assert told_apart == []


@pytest.mark.parametrize("part", PARTS)
def test_a_fragment_is_refused_as_its_page_is(stage, part):
    wrong = {}
    refused = [row for row in PAGES if REFUSED & set(row.values())]
    for row in refused[part :: len(PARTS)]:
        for role in [role for role in SOME if row[role] in REFUSED]:
            data = payload(row["url"], row["method"])
            response = stage.ask(role, row["method"], stage.path(row), data, headers=HTMX)
            word = "login" if "HX-Redirect" in response.headers else outcome(response)
            if response.wrote or word != row[role]:
                wrong[name_of(row, role)] = word

    assert wrong == {}


@pytest.mark.parametrize("row", STREAMS, ids=name_of)
def test_each_stream_admits_whom_the_matrix_says(row, stage):
    owner = stage.cast.people["listener"]
    channel = person_channel(owner.public_id) if row["url"] == "person:" else row["url"]
    came = {}
    for role in roles():
        person = stage.cast.people[role]
        cookie = SimpleCookie(stage.cookies[role]).get("sessionid")
        session = cookie.value if cookie else ""
        claims = Claims(
            str(person.public_id) if person else "", session_mark(session), "en", (channel,)
        )
        came[role] = "ok" if examine([(claims, session)])[0] else "refused"

    assert came == {role: row[role] for role in roles()}


def test_every_family_of_streams_is_in_the_matrix():
    toys = {"toy"}  # an area of the streams' own tests, where these ran before

    assert {row["url"].partition(":")[0] for row in STREAMS} == set(prefixes()) - toys
