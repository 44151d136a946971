"""How many people a mentor carries, and whether new ones may write."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.people.models import Band
from mentorship.profiles.errors import (
    CapacityBelowActive,
    CapacityOutOfRange,
    CapacityTooEarly,
    NotPublicYet,
    SpaceIsNotPublic,
)
from mentorship.profiles.live import touch_mentor, touch_outside
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations.rows import locked

FEWEST, MOST = 1, 10
FIRST_DAYS = timedelta(days=30)
MOST_IN_FIRST_DAYS = 2


@transaction.atomic
def set_capacity(*, mentor: MentorProfile, capacity: int, at: datetime) -> MentorProfile:
    """How many conversations the mentor carries at a time (policy 13.2, H3).

    Raises CapacityOutOfRange; CapacityTooEarly above 2 in the first 30 days;
    CapacityBelowActive under the number carried now; RoleNotHeld.
    """
    mentor = locked(mentor)
    if not FEWEST <= capacity <= MOST:
        raise CapacityOutOfRange
    raised = capacity > mentor.capacity
    if raised and capacity > MOST_IN_FIRST_DAYS and at < mentor.approved_at + FIRST_DAYS:
        raise CapacityTooEarly
    if not raised and capacity < min(mentor.active_count, mentor.capacity):
        raise CapacityBelowActive(mentor.active_count)
    mentor.capacity = capacity
    mentor.save(update_fields=["capacity"])
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def set_accepting(*, mentor: MentorProfile, accepting: bool) -> MentorProfile:
    """Whether new people may write. Closing ends a here-now window. Raises RoleNotHeld."""
    mentor = locked(mentor)
    mentor.accepting = accepting
    if not accepting:
        mentor.here_until = None
    mentor.save(update_fields=["accepting", "here_until"])
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def set_public(*, mentor: MentorProfile, is_public: bool) -> MentorProfile:
    """Whether visitors who are not signed in may see the profile. No ends `shown_outside` too.

    Raises SpaceIsNotPublic for a teen, whose space shows nobody to visitors, and RoleNotHeld.
    """
    mentor = locked(mentor)
    if is_public and mentor.user.band != Band.ADULT:
        raise SpaceIsNotPublic
    if mentor.shown_outside and not is_public:
        touch_outside(mentor)
    mentor.is_public = is_public
    mentor.shown_outside = mentor.shown_outside and is_public
    mentor.save(update_fields=["is_public", "shown_outside"])
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def set_shown_outside(*, mentor: MentorProfile, shown: bool) -> MentorProfile:
    """Whether pages of other sites may show the mentor's name, topics and free places.

    Open pages hear of a no at once. Raises SpaceIsNotPublic for a teen, NotPublicYet for
    somebody whom visitors of this site do not see either, and RoleNotHeld.
    """
    mentor = locked(mentor)
    if shown and mentor.user.band != Band.ADULT:
        raise SpaceIsNotPublic
    if shown and not mentor.is_public:
        raise NotPublicYet
    mentor.shown_outside = shown
    mentor.save(update_fields=["shown_outside"])
    touch_outside(mentor)
    return mentor
