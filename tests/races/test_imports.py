"""Two coordinators and two workers meet over one import (PostgreSQL)."""

import pytest

from config.kit.errors import DomainError
from mentorship.intake.operations import cancel, confirm, hand_in, work_on
from mentorship.models import ImportedRow, ImportPiece, ImportPlan, ImportRun
from tests.factories.accounts import UserFactory
from tests.mentorship.intake.exports import ENDS_AT
from tests.mentorship.intake.handing_in import files, ready
from tests.races.test_last_place import Crowd

pytestmark = [pytest.mark.races, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 10


def stood(act):
    try:
        return bool(act())
    except DomainError:
        return False


def test_of_many_who_hand_files_in_one_gets_through():
    coordinator = UserFactory(coordinator=True)

    with Crowd(5) as crowd:
        for _round in range(ROUNDS):
            through = crowd.all_at_once(
                lambda number: stood(lambda: hand_in(files=files(), actor=coordinator, at=ENDS_AT))
            )

            assert through.count(True) == 1
            plan = ImportPlan.objects.get(is_open=True)
            assert set(ImportPiece.objects.values_list("plan", flat=True)) == {plan.pk}
            cancel(public_id=plan.public_id, actor=coordinator, at=ENDS_AT)


def test_a_plan_is_confirmed_or_cancelled_never_both():
    coordinator = UserFactory(coordinator=True)

    with Crowd(4) as crowd:
        for _round in range(ROUNDS):
            plan = ready(coordinator, topics=[])

            def act(number, plan=plan):
                acts = (confirm, cancel)
                return stood(
                    lambda: acts[number % 2](
                        public_id=plan.public_id, actor=coordinator, at=ENDS_AT
                    )
                )

            assert crowd.all_at_once(act).count(True) == 1
            plan.refresh_from_db()
            assert (plan.state, plan.is_open) in {("confirmed", True), ("cancelled", False)}
            ImportPlan.objects.all().delete()


def test_of_many_workers_one_writes():
    coordinator = UserFactory(coordinator=True)
    plan = ready(coordinator)
    confirm(public_id=plan.public_id, actor=coordinator, at=ENDS_AT)

    with Crowd(5) as crowd:
        worked = crowd.all_at_once(lambda number: work_on(plan.pk, now=lambda: ENDS_AT))

    assert worked.count(True) == 1
    assert ImportRun.objects.count() == 1
    assert ImportedRow.objects.filter(table="talks").count() == 1
