"""What a page costs, at one row and at three, or at more; and an act of the coordinator."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NOW


@pytest.fixture
def cost_of():
    """The number of queries of a page, which must be the same at each number of rows."""

    def cost(client, url, add_row, rows=(1, 3)):
        client.get(url)  # the first request notes the session
        counts, there = set(), 0
        for wanted in rows:
            for _one in range(wanted - there):
                add_row()
            there = wanted
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.add(len(queries))
        assert len(counts) == 1
        return counts.pop()

    return cost


@pytest.fixture
def decide(coordinator):
    """An act of the coordinator, with a reason."""

    def act(operation, **subject):
        return operation(**({"actor": coordinator, "reason": "Because.", "at": NOW} | subject))

    return act
