"""One deployment for all tests of this folder."""

import pytest

from tests.services.site import Site


@pytest.fixture(scope="package")
def site(tmp_path_factory):
    running = Site(tmp_path_factory.mktemp("services"))
    try:
        running.open()
        yield running
    finally:
        running.close()
