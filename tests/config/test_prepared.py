"""A read whose SQL is made once answers what the queryset itself answers."""

from datetime import timedelta

import pytest

from accounts.models import User
from config.kit.prepared import Prepared
from tests.factories.accounts import NOW, UserFactory

pytestmark = pytest.mark.django_db


def build(person, at, band="adult"):
    found = User.objects.filter(pk=person, band=band, joined_at__lte=at)
    return found.values_list("public_id", "joined_at", "display_name")


def test_the_rows_are_those_of_the_person_with_the_types_of_the_model():
    user, _other = UserFactory(), UserFactory()

    rows = Prepared(build).rows(person=user.pk, at=NOW)

    assert rows == [(user.public_id, user.joined_at, user.display_name)]


def test_each_call_has_its_own_person_moment_and_variant():
    read, user = Prepared(build), UserFactory()

    assert len(read.rows(person=user.pk, at=NOW)) == 1
    assert read.rows(person=user.pk, at=user.joined_at - timedelta(seconds=1)) == []
    assert read.rows("teen", person=user.pk, at=NOW) == []
    assert read.rows(person=UserFactory(teen=True).pk, at=NOW) == []
    assert len(read.rows(person=user.pk, at=user.joined_at)) == 1


def test_the_sql_is_made_once(django_assert_num_queries):
    made = []
    read = Prepared(lambda person, at: made.append(person) or build(person, at))
    users = UserFactory.create_batch(3)

    with django_assert_num_queries(3):
        found = [read.rows(person=user.pk, at=NOW)[0][0] for user in users]

    assert found == [user.public_id for user in users]
    assert len(made) == 1
