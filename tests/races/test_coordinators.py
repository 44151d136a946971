"""Two coordinators save or plan at the same moment (PostgreSQL)."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry
from config.kit.errors import DomainError
from mentorship.models import Banner, ProgrammeVersion
from mentorship.programme.operations import edit_programme, schedule_banner
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.races.test_last_place import Crowd

pytestmark = [pytest.mark.races, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 20


def succeeds(act):
    try:
        act()
    except DomainError:
        return False
    return True


def test_of_two_texts_saved_at_once_one_is_kept_and_the_other_refused():
    writers = [UserFactory(coordinator=True) for _ in range(4)]

    def of(seen):
        def acting(number):
            return succeeds(
                lambda: edit_programme(
                    title="Ours", body=f"{seen}, {number}", seen=seen, actor=writers[number], at=NOW
                )
            )

        return acting

    with Crowd(4) as crowd:
        saved = [crowd.all_at_once(of(seen)).count(True) for seen in range(ROUNDS)]

    assert saved == [1] * ROUNDS
    assert ProgrammeVersion.objects.count() == AuditEntry.objects.count() == ROUNDS


def test_of_two_banners_planned_for_one_time_one_is_kept():
    planners = [UserFactory(coordinator=True) for _ in range(4)]

    def of(day):
        def acting(number):
            return succeeds(
                lambda: schedule_banner(
                    text="News",
                    link="",
                    link_words="",
                    audience=("both", "adult")[number % 2],
                    from_at=NOW + timedelta(days=day),
                    until_at=NOW + timedelta(days=day, hours=20),
                    actor=planners[number],
                    at=NOW,
                )
            )

        return acting

    with Crowd(4) as crowd:
        planned = [crowd.all_at_once(of(day)).count(True) for day in range(ROUNDS)]

    assert planned == [1] * ROUNDS
    assert Banner.objects.count() == ROUNDS
