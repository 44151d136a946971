"""Many connections touch the same channels at once: no version is lost, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from config.live import publish
from config.live.models import LiveKey

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

HANDS, TIMES = 8, 25


def touch_often(hand):
    channels = ["toy:a", "toy:b"] if hand % 2 else ["toy:b", "toy:a"]
    seen = []
    try:
        for turn in range(TIMES):
            with transaction.atomic():
                for channel in channels:
                    publish.touch(channel, f"{hand}.{turn}")
            seen.append(publish.version("toy:a"))
    finally:
        connection.close()
    return seen


def test_touches_at_once_are_all_counted_in_the_order_of_their_commits():
    with ThreadPoolExecutor(HANDS) as hands:
        seen = list(hands.map(touch_often, range(HANDS)))

    total = HANDS * TIMES
    assert publish.versions(["toy:a", "toy:b"]) == {"toy:a": total, "toy:b": total}
    for channel in ("toy:a", "toy:b"):
        versions = LiveKey.objects.filter(channel=channel).values_list("version", flat=True)
        assert sorted(versions) == list(range(1, total + 1))
    assert all(sorted(set(own)) == own for own in seen)
