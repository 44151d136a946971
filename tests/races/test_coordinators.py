"""Two coordinators decide, save or plan at the same moment (PostgreSQL)."""

from datetime import timedelta
from functools import partial

import pytest

from accounts.models import AuditEntry, User
from accounts.people.operations import end_role
from config.kit.errors import DomainError
from mentorship.models import Banner, MentorProfile, ProgrammeVersion
from mentorship.profiles.operations import (
    apply_for_role,
    approve_application,
    change_state,
    decline_application,
)
from mentorship.programme.operations import (
    edit_banner,
    edit_programme,
    end_banner,
    schedule_banner,
)
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import BannerFactory, MentorProfileFactory
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


def outcomes(crowd, *acts):
    """For each act whether it was done; a refusal is a sentence, never an error."""

    return crowd.all_at_once(lambda number: succeeds(acts[number]))


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


def test_a_banner_that_is_ended_while_somebody_edits_it_stays_ended(two):
    with Crowd(2) as crowd:
        for day in range(ROUNDS * 3):
            begins = NOW + timedelta(days=day)
            banner = BannerFactory(from_at=begins, until_at=begins + timedelta(hours=20))
            names = ("link", "link_words", "audience", "from_at", "until_at")
            facts = {name: getattr(banner, name) for name in names} | {"seen": banner.mark}
            _edited, ended = outcomes(
                crowd,
                partial(edit_banner, banner, text="Edited", actor=two[0], at=NOW, **facts),
                partial(end_banner, banner, actor=two[1], at=NOW),
            )
            banner.refresh_from_db()

            assert ended
            assert banner.ended_at == NOW
