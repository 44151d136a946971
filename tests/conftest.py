"""Clients by role, one clock, an empty cache for each test."""

import pytest
from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from django.contrib.auth import user_logged_in
from django.core.cache import caches
from django.test import Client, TransactionTestCase

from config.kit import guards
from tests.factories.accounts import NOW, UserFactory

__all__ = ["NOW"]

pytest_plugins = ["tests.selection"]


@pytest.fixture(autouse=True)
def _empty_cache():
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _emptying_tables_is_maintenance():
    """Tests with real transactions empty every table after each; the guards would refuse it."""
    empty = TransactionTestCase._fixture_teardown

    def teardown(self):
        with guards.lifted():
            empty(self)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = empty


@pytest.fixture(autouse=True, scope="session")
def _signing_in_is_recent():
    """A client that is signed in by force has given its password just now, as people have."""

    def note(request, user, **_facts):
        if not get_authentication_records(request, user):
            record_authentication(request, user, method="password")

    user_logged_in.connect(note)
    yield
    user_logged_in.disconnect(note)


@pytest.fixture
def sign_in():
    """A client of the user given, signed in."""

    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def listener(db):
    return UserFactory()


@pytest.fixture
def teen(db):
    return UserFactory(teen=True)


@pytest.fixture
def coordinator(db):
    return UserFactory(coordinator=True)


@pytest.fixture
def moderator(db):
    return UserFactory(moderator=True)


@pytest.fixture
def as_listener(sign_in, listener):
    return sign_in(listener)


@pytest.fixture
def as_teen(sign_in, teen):
    return sign_in(teen)


@pytest.fixture
def as_coordinator(sign_in, coordinator):
    return sign_in(coordinator)


@pytest.fixture
def as_moderator(sign_in, moderator):
    return sign_in(moderator)
