"""Pairs of an export who may not meet here: the table of policy 12, and blocks (H5)."""

from collections.abc import Collection
from datetime import datetime

from accounts.people.models import User
from accounts.safeguarding.models import Block, Clearance
from accounts.safeguarding.rules import may_meet
from mentorship.profiles.models import MentorProfile

Pair = tuple[int, int]


def pairs_apart(pairs: Collection[tuple[MentorProfile, User]], *, at: datetime) -> set[Pair]:
    """Those of these who may not talk at `at`, as ids of profile and listener. Two queries."""
    mentors = {mentor.user_id for mentor, _listener in pairs}
    people = mentors | {listener.pk for _mentor, listener in pairs}
    cleared = set(
        Clearance.objects.in_force(at=at).filter(user__in=mentors).values_list("user", flat=True)
    )
    blocks = Block.objects.filter(blocker__in=people, blocked__in=people).order_by()
    blocked = {frozenset(pair) for pair in blocks.values_list("blocker", "blocked")}
    return {
        (mentor.pk, listener.pk)
        for mentor, listener in pairs
        if frozenset((mentor.user_id, listener.pk)) in blocked
        or not may_meet(
            mentor_band=mentor.user.band,
            mentor_is_cleared=mentor.user_id in cleared,
            listener_band=listener.band,
        )
    }
