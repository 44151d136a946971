"""Among very many mentors the list finds those it shows, and what belongs to them by index."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.models import MentorProfile, TopicStrength
from mentorship.queue.querysets import named, within_reach_of
from tests.factories.accounts import UserFactory
from tests.mentorship.many import make_listeners, make_mentors

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

MENTORS = 30_000
READ_WHOLE = re.compile(r"Seq Scan on (mentorship_mentorprofile|mentorship_topicstrength)")


def test_the_list_goes_by_index():
    viewer, at = UserFactory(), timezone.now()
    make_mentors(MENTORS)
    listed = named(within_reach_of(viewer, at=at), at=at).select_related("user")
    shown = list(MentorProfile.objects.filter(here_until__gt=at).values_list("pk", flat=True))

    rows = listed.explain()
    topics = TopicStrength.objects.filter(profile__in=shown).values("topic__name").explain()

    assert len(shown) == MENTORS // 300
    assert "mentor_by_window" in rows, rows
    assert "mentor_by_opening" in rows, rows
    assert not READ_WHOLE.search(rows + topics), rows + topics


def test_a_list_of_many_does_not_read_the_languages_of_all_listeners():
    viewer, at = UserFactory(), timezone.now()
    make_mentors(900)
    MentorProfile.objects.filter(pk__lte=MentorProfile.objects.earliest("pk").pk + 300).update(
        here_until=at + timedelta(hours=1)
    )
    make_listeners(20_000)

    rows = named(within_reach_of(viewer, at=at), at=at).select_related("user").explain()

    # Neither the whole table nor everybody who talks English.
    assert "Seq Scan on accounts_spokenlanguage" not in rows, rows
    assert "accounts_spokenlanguage_base" not in rows, rows
    assert "accounts_spokenlanguage_user_id" in rows, rows
