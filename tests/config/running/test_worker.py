"""A worker goes on where its broker dies in the middle of an answer."""

import pytest
from celery.worker import consumer as celerys

from config.celery import app
from config.running.worker import Consumer, _or_connect_again


class HalfClosed:
    """A connection whose transport is gone when it is closed for the second time."""

    connection_errors = channel_errors = (ConnectionError,)

    def collect(self, **_options):
        raise ConnectionError

    def close(self):
        raise AttributeError("'NoneType' object has no attribute 'hostname'")


def lose_the_broker(kind, monkeypatch):
    monkeypatch.setattr(celerys.consumer, "bound_open_broker_sockets", lambda *_arguments: None)
    lost = object.__new__(kind)
    lost.app, lost.connection = app, HalfClosed()
    lost.on_connection_error_after_connected(ConnectionError("refused"))
    return lost


def test_a_connection_that_is_half_closed_is_forgotten(monkeypatch):
    assert lose_the_broker(Consumer, monkeypatch).connection is None


def test_the_librarys_own_would_end_with_it(monkeypatch):
    """Once it does not, ours can go."""
    with pytest.raises(AttributeError, match="hostname"):
        lose_the_broker(celerys.Consumer, monkeypatch)


def test_a_loop_that_asks_a_broker_that_is_gone_connects_again():
    def loop():
        raise AttributeError("'NoneType' object has no attribute 'hostname'")

    with pytest.raises(ConnectionError):
        _or_connect_again(loop)()


def test_workers_are_of_this_kind():
    assert app.WorkController(hostname="x", pool_cls="solo").consumer_cls.endswith(":Consumer")
    assert app.conf.worker_consumer == "config.running.worker:Consumer"
