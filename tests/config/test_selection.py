"""`make test` leaves out what this machine cannot run, whatever the reason."""

import pytest

from tests.__main__ import postgres_url
from tests.selection import postgres_answers, process_of


@pytest.mark.parametrize("url", ["nonsense", "postgres://root@127.0.0.1:1/postgres"])
def test_an_address_where_no_postgres_answers_is_no_failure(url):
    assert postgres_answers(url) is False


def test_an_empty_address_means_the_usual_local_port(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "")
    monkeypatch.setenv("PGUSER", "ada")

    assert postgres_url() == "postgres://ada@127.0.0.1:5432/postgres"


def test_all_that_shares_the_deployment_has_one_process():
    names = ["test_stopping.py::test_one", "test_redis_away.py::test_two[x]"]

    assert len({process_of(f"tests/services/{name}") for name in names}) == 1
    assert len({process_of(f"tests/config/{name}") for name in names}) == 2
