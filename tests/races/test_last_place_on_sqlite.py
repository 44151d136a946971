"""The embedded database: writers wait for each other, each on a connection to one file."""

import sqlite3
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.utils import load_backend

from mentorship.conversations.errors import MentorIsFull
from mentorship.conversations.operations import open_conversation
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]

PEOPLE = 8


@pytest.fixture
def file_of_rows(tmp_path):
    """A function that copies what the test made into a file, as several processes share one."""

    def copied():
        path = tmp_path / "community.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return path

    return copied


def test_the_last_place_goes_to_exactly_one(file_of_rows):
    mentor = MentorProfileFactory(capacity=1)
    listeners = UserFactory.create_batch(PEOPLE)
    path = file_of_rows()
    kind = load_backend("django.db.backends.sqlite3").DatabaseWrapper
    facts = connection.settings_dict | {"NAME": str(path)}
    start = threading.Barrier(PEOPLE)

    def press(listener):
        connections["default"] = own = kind(facts, "default")
        start.wait(60)
        try:
            return open_conversation(
                listener=listener, mentor=mentor, note="Hi", client_id=uuid.uuid4(), at=NOW
            ).pk
        except MentorIsFull:
            return None
        finally:
            own.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        opened = [pk for pk in pool.map(press, listeners) if pk is not None]

    assert len(opened) == 1
    with sqlite3.connect(path) as rows:
        count = rows.execute("SELECT COUNT(*) FROM mentorship_conversation").fetchone()
    rows.close()
    assert count == (1,)
