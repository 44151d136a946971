"""With a new day the ties fall differently, and pages that stay open hear of it."""

from datetime import UTC, datetime, timedelta

import pytest

from config.live import publish
from mentorship.queue import tasks
from mentorship.queue.operations import renew_order
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db(transaction=True)

MIDNIGHT = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)


def here_at(at, **traits):
    return MentorProfileFactory(here_until=at + timedelta(hours=1), seen_at=at, **traits)


def versions():
    return publish.version("queue:adult"), publish.version("queue:teen")


def test_each_row_is_sent_again_to_the_spaces_it_may_stand_in():
    here_at(MIDNIGHT)
    lapsed = here_at(MIDNIGHT)
    ClearanceFactory(user=lapsed.user, cleared_until=(MIDNIGHT - timedelta(days=1)).date())
    here_at(MIDNIGHT, user=UserFactory(teen=True))
    MentorProfileFactory()

    assert renew_order(at=MIDNIGHT) == 4
    assert versions() == (1, 1)


@pytest.mark.parametrize(
    ("zone", "at", "turns"),
    [
        ("UTC", MIDNIGHT, True),
        ("UTC", MIDNIGHT + timedelta(minutes=9), True),
        ("UTC", MIDNIGHT + timedelta(minutes=10), False),
        ("UTC", MIDNIGHT - timedelta(minutes=1), False),
        ("Asia/Kolkata", MIDNIGHT - timedelta(hours=5, minutes=29), True),
        ("Asia/Kolkata", MIDNIGHT + timedelta(minutes=5), True),
    ],
)
def test_the_sweep_does_so_after_the_midnight_of_the_community_and_of_utc(
    settings, monkeypatch, zone, at, turns
):
    settings.COMMUNITY_TIME_ZONE = zone
    monkeypatch.setattr(tasks.timezone, "now", lambda: at)
    here_at(at)

    tasks.sweep_midnight()

    assert versions() == ((1, 0) if turns else (0, 0))
