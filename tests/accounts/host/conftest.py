"""The provider of the tests, running while a file of them does."""

import pytest

from config.env import HostSignIn
from tests.accounts.host.provider import CLIENT_ID, SECRET, Provider


@pytest.fixture(scope="module")
def running():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running, settings):
    """The provider, as it is at first, and the settings that name it."""
    running.begin_anew()
    issuer = running.issuer
    settings.HOST_SIGN_IN = HostSignIn(issuer, CLIENT_ID, SECRET, "Tea House", (issuer,))
    return running
