"""A change raises its channel's version once the transaction commits."""

import pytest
from django.db import transaction

from config.live import publish, relay
from config.live.models import LiveKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    announced = []
    relay.listen(announced.append)
    yield announced
    relay.unlisten(announced.append)


def keys(channel):
    return dict(LiveKey.objects.filter(channel=channel).values_list("key", "version"))


def test_a_channel_that_never_changed_is_at_zero():
    assert publish.version("toy:a") == 0


def test_touch_raises_version_and_key_after_the_commit(django_capture_on_commit_callbacks, heard):
    with django_capture_on_commit_callbacks(execute=True):
        publish.touch("toy:a", "1")
        assert publish.version("toy:a") == 0
    with django_capture_on_commit_callbacks(execute=True):
        publish.touch("toy:a", "2")

    assert publish.version("toy:a") == 2
    assert keys("toy:a") == {"1": 1, "2": 2}
    assert heard == [{"toy:a": 1}, {"toy:a": 2}]


def test_touches_of_one_transaction_are_one(django_capture_on_commit_callbacks, heard):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        publish.touch("toy:a", "1")
        publish.touch("toy:a", "2")
        with transaction.atomic():
            publish.touch("toy:a", "1")
            publish.touch("toy:b", "9")

    assert len(callbacks) == 1
    assert heard == [{"toy:a": 1, "toy:b": 1}]
    assert keys("toy:a") == {"1": 1, "2": 1}


def test_what_is_rolled_back_is_not_announced(django_capture_on_commit_callbacks, heard):
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                publish.touch("toy:a", "1")
                raise ValueError
        except ValueError:
            pass

    assert heard == []
    assert publish.version("toy:a") == 0


def test_an_inner_savepoint_that_fails_does_not_take_the_outer_touch_with_it(
    django_capture_on_commit_callbacks, heard
):
    with django_capture_on_commit_callbacks(execute=True):
        publish.touch("toy:a", "outer")
        try:
            with transaction.atomic():
                publish.touch("toy:a", "inner")
                raise ValueError
        except ValueError:
            pass
        with transaction.atomic():
            publish.touch("toy:a", "later")

    assert {"outer", "later"} <= set(keys("toy:a"))


def test_a_failing_touch_does_not_reach_the_caller(
    django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def broken(versions):
        raise RuntimeError("no relay")

    monkeypatch.setattr(relay, "announce", broken)

    with django_capture_on_commit_callbacks(execute=True):
        publish.touch("toy:a", "1")

    assert publish.version("toy:a") == 1
    assert "Error calling" in caplog.text


@pytest.mark.parametrize("channels", [1, 3])
def test_versions_of_many_channels_cost_one_query(django_assert_num_queries, channels):
    with django_assert_num_queries(1):
        found = publish.versions([f"toy:{number}" for number in range(channels)])

    assert set(found.values()) == {0}
