"""What a page costs, at one row and at three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


@pytest.fixture
def cost_of():
    """The number of queries of a page, which must be the same after two more rows."""

    def cost(client, url, add_row):
        add_row()
        client.get(url)  # the first request notes the session
        counts = []
        for _more in range(2):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            counts.append(len(queries))
            add_row()
            add_row()
        assert counts[0] == counts[1]
        return counts[0]

    return cost
