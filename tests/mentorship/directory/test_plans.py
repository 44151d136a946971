"""With 100,000 mentors a search and every filter that tells few apart go by index."""

import re

import pytest
from django.http import QueryDict
from django.utils import timezone

from mentorship.directory.filters import read_search
from mentorship.directory.querysets import Standpoint, in_order, matching
from mentorship.models import MentorProfile
from tests.factories.accounts import UserFactory
from tests.mentorship.many import make_mentors

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

MENTORS = 100_000
# For each search the index that it has to go by.
SEARCHES = {
    "q=word77": "mentor_by_words",
    "topic=topic-5": "strength_by_topic",
    "track=track-3": "mentorship_mentorprofile_tracks_track_id",
    "language=fi": "accounts_spokenlanguage_base",
    "hours=night": "hours_by_utc",
    "room=yes": "mentor_with_room",
    "here=yes": "mentor_by_window",
    "teens=yes": "mentorship_mentorprofile_user_id",
    "sort=newest": "mentor_by_approval",
    "sort=name": "mentor_by_name",
}
READ_WHOLE = re.compile(
    r"Seq Scan on (mentorship_mentorprofile|mentorship_topicstrength|mentorship_weeklyhours"
    r"|mentorship_mentorprofile_tracks|accounts_spokenlanguage)"
)


def plans_of(viewer, query, at):
    """How the database would count what fits, and find the first page of it."""
    search, where = read_search(QueryDict(query), has_wants=False), Standpoint(at, 0)
    listed = MentorProfile.objects.visible_to(viewer, at=at).approved()
    found = matching(listed.found_by(search.words), search.choice, where)
    page = in_order(found, search.sort, where).select_related("user").with_places()[:24]
    if query.startswith("sort"):
        return [page.explain()]
    return [found.order_by().values("pk").explain(), page.explain()]


def test_searches_and_filters_go_by_index():
    viewer, at = UserFactory(), timezone.now()
    make_mentors(MENTORS)

    plans = {query: plans_of(viewer, query, at) for query in SEARCHES}

    assert MentorProfile.objects.count() == MENTORS
    wrong = {
        query: plan
        for query, index in SEARCHES.items()
        for plan in plans[query]
        if index not in plan or READ_WHOLE.search(plan)
    }
    assert wrong == {}, "\n\n".join(f"{query}\n{plan}" for query, plan in wrong.items())
