"""One person in several tabs: one link, one arrival, and no stranger left out (PostgreSQL)."""

from datetime import timedelta

import pytest

from mentorship.models import Arrival, Source, SourceDay
from mentorship.sharing.operations import count_visit, give_link, note_arrival, own_source
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import SourceFactory
from tests.races.test_last_place import Crowd

pytestmark = [pytest.mark.races, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS, TABS = 10, 6


def test_a_person_gets_one_link_however_many_buttons_are_pressed():
    people = [UserFactory() for _ in range(ROUNDS)]

    with Crowd(TABS) as crowd:
        for person in people:
            given = crowd.all_at_once(
                lambda _number, person=person: give_link(person=person, actor=person, at=NOW)
            )
            assert {link.pk for link in given} == {Source.objects.get(owner=person).pk}


def test_a_person_arrives_once():
    source, people = SourceFactory(), [UserFactory() for _ in range(ROUNDS)]

    with Crowd(TABS) as crowd:
        for person in people:
            crowd.all_at_once(
                lambda _number, person=person: note_arrival(
                    source_id=source.pk, person=person, came_as_visitor=False, at=NOW
                )
            )

    assert Arrival.objects.count() == ROUNDS


def test_every_stranger_of_a_new_day_is_counted():
    source = SourceFactory()
    days = [NOW.date() + timedelta(days=number) for number in range(ROUNDS)]

    with Crowd(TABS) as crowd:
        for day in days:
            crowd.all_at_once(lambda _number, day=day: count_visit(source_id=source.pk, day=day))

    assert list(SourceDay.objects.values_list("visit_count", flat=True)) == [TABS] * ROUNDS


def test_the_link_of_the_frame_is_made_once():
    with Crowd(TABS) as crowd:
        made = crowd.all_at_once(lambda _number: own_source(code="frame", at=NOW))

    assert {source.pk for source in made} == {Source.objects.get().pk}
