"""Two coordinators decide the same thing at once, each on a connection of their own."""

from functools import partial

import pytest

from accounts.audit.models import AuditEntry
from accounts.people.models import User
from accounts.people.operations import end_role
from config.kit.errors import DomainError
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations import (
    apply_for_role,
    approve_application,
    change_state,
    decline_application,
)
from mentorship.programme.models import ProgrammeVersion
from mentorship.programme.operations import edit_programme
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory
from tests.races.test_last_place import Crowd

pytestmark = [pytest.mark.races, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 30


def outcomes(crowd, *acts):
    """For each act whether it was done; a refusal is a sentence, never an error."""

    def acting(number):
        try:
            acts[number]()
        except DomainError:
            return False
        return True

    return crowd.all_at_once(acting)


@pytest.fixture
def two(transactional_db):
    return UserFactory.create_batch(2, coordinator=True)


def test_an_application_is_decided_once(two):
    with Crowd(2) as crowd:
        for _ in range(ROUNDS):
            asked = apply_for_role(
                user=UserFactory(),
                headline="Hi",
                why="To help",
                topics=[],
                wants_teens=False,
                at=NOW,
            )
            decide = {"application": asked, "reason": "Read it", "at": NOW}
            done = outcomes(
                crowd,
                partial(approve_application, actor=two[0], **decide),
                partial(decline_application, actor=two[1], **decide),
            )
            asked.refresh_from_db()

            assert sorted(done) == [False, True]
            assert asked.decided_by == two[done.index(True)]
            assert MentorProfile.objects.filter(user=asked.user).exists() == done[0]
            assert AuditEntry.objects.filter(target=str(asked.public_id)).count() == 1


def test_a_role_is_paused_once(two):
    with Crowd(2) as crowd:
        for mentor in MentorProfileFactory.create_batch(ROUNDS):
            pause = partial(change_state, mentor=mentor, act="pause", reason="Rest", at=NOW)
            done = outcomes(crowd, partial(pause, actor=two[0]), partial(pause, actor=two[1]))

            assert sorted(done) == [False, True]
            assert AuditEntry.objects.filter(target=str(mentor.public_id)).count() == 1


def test_two_who_take_each_others_office_leave_one(transactional_db):
    end = partial(end_role, role="coordinator", reason="Left", at=NOW)
    with Crowd(2) as crowd:
        for _ in range(ROUNDS):
            User.objects.update(is_coordinator=False)
            one, other = UserFactory.create_batch(2, coordinator=True)
            done = outcomes(
                crowd, partial(end, user=other, actor=one), partial(end, user=one, actor=other)
            )

            assert sorted(done) == [False, True]
            assert User.objects.filter(is_coordinator=True).count() == 1


def test_the_programme_page_loses_no_edit(two):
    with Crowd(2) as crowd:
        for number in range(ROUNDS):
            edit = partial(edit_programme, title="Mentors", seen=number, at=NOW)
            done = outcomes(
                crowd,
                partial(edit, body=f"{number} by one", actor=two[0]),
                partial(edit, body=f"{number} by the other", actor=two[1]),
            )

            assert sorted(done) == [False, True]
            assert ProgrammeVersion.objects.first().written_by == two[done.index(True)]
