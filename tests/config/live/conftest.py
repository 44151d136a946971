import pytest

from tests.config.live import toys


@pytest.fixture(autouse=True)
def _fresh_toys():
    toys.reset()
