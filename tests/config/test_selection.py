"""`make test` leaves out what this machine cannot run, whatever the reason."""

import pytest

from tests.__main__ import postgres_url
from tests.selection import postgres_answers


@pytest.mark.parametrize("url", ["nonsense", "postgres://root@127.0.0.1:1/postgres"])
def test_an_address_where_no_postgres_answers_is_no_failure(url):
    assert postgres_answers(url) is False


def test_an_empty_address_means_the_usual_local_port(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "")
    monkeypatch.setenv("PGUSER", "ada")

    assert postgres_url() == "postgres://ada@127.0.0.1:5432/postgres"
