import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def reader(client):
    user = UserFactory(display_name="Blue Tide")
    client.force_login(user)
    return user
