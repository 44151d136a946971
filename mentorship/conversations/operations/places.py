"""Taking and giving back of a mentor's places: locked, then counted from rows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.people.models import User
from mentorship.conversations.errors import ManyAtOnce, MentorIsFull, NoPlaceLeft
from mentorship.conversations.models import Conversation
from mentorship.profiles.errors import MayNotWrite
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.querysets import may_write

LARGEST_SWEEP = 500
FULL = {"H3", "H4"}


def lock_pair(listener_id: int, mentor_id: int) -> tuple[User, MentorProfile]:
    """Lock both people and then the mentor's row until the transaction ends; answers them fresh.

    People before mentors, always: what changes a person (a closed account, another space, a new
    name) goes on to their row as a mentor, and would wait for us while we wait for it. Raises
    ManyAtOnce where others hold a row for longer than the database lets anybody wait.
    """
    people = User.objects.filter(Q(pk=listener_id) | Q(mentor_profile=mentor_id)).order_by("pk")
    try:
        by_pk = {user.pk: user for user in people.select_for_update(of=("self",), no_key=True)}
    except OperationalError as waited:
        raise ManyAtOnce from waited
    mentor = lock_mentor(mentor_id)
    mentor.user = by_pk[mentor.user_id]
    return by_pk[listener_id], mentor


def lock_mentor(mentor_id: int) -> MentorProfile:
    """Lock the mentor's row until the transaction ends, before any row of a talk.

    Enough where nothing is said: see `lock_pair`. Raises ManyAtOnce as it does.
    """
    row = MentorProfile.objects.select_for_update(of=("self",)).select_related("user")
    try:
        return row.get(pk=mentor_id)
    except OperationalError as waited:
        raise ManyAtOnce from waited


def places_held(mentor: MentorProfile, *, at: datetime) -> int:
    """Places held now, counted from rows (policy 13.2, H3). Under the lock it decides."""
    return Conversation.objects.filter(mentor=mentor).holding_a_place(at=at).count()


def check_may_take_a_place(*, listener: User, mentor: MentorProfile, at: datetime) -> None:
    """Refuse with MayNotWrite or MentorIsFull; the mentor's row is locked by the caller."""
    if not listener.is_active:  # the account was closed while they pressed
        raise MayNotWrite(("H5",))
    mentor.active_count = places_held(mentor, at=at)  # counted after the lock
    codes = may_write(listener, mentor, at=at)
    if set(codes) - FULL:
        raise MayNotWrite(codes)
    if codes:
        raise MentorIsFull


def check_has_room(mentor: MentorProfile, *, at: datetime) -> None:
    """Refuse with NoPlaceLeft where the mentor would reopen a chat without a place for it."""
    if places_held(mentor, at=at) >= mentor.capacity:
        raise NoPlaceLeft


def record_served(mentor: MentorProfile, *, at: datetime) -> None:
    """Note that a conversation was opened with the mentor, on the community's day."""
    day = at.astimezone(ZoneInfo(settings.COMMUNITY_TIME_ZONE)).date()
    mentor.served_on_count = mentor.served_on_count + 1 if mentor.served_on == day else 1
    mentor.served_on = day
    mentor.last_served_at = at
    mentor.save(update_fields=["served_on", "served_on_count", "last_served_at"])
    touch_mentor(mentor)


def record_places(mentor: MentorProfile, *, at: datetime) -> None:
    """Write the number of places held down for the lists; tell them where it changed."""
    held = places_held(mentor, at=at)
    if (
        MentorProfile.objects.filter(pk=mentor.pk)
        .exclude(active_count=held)
        .update(active_count=held)
    ):
        touch_mentor(mentor)
    mentor.active_count = held


def recount_places(*, at: datetime) -> int:
    """Free the places of talks that went quiet 48 h ago; say how many mentors that changed."""
    held = (
        Conversation.objects.filter(mentor=OuterRef("pk"))
        .holding_a_place(at=at)
        .order_by()
        .values("mentor")
        .annotate(number=Count("pk"))
        .values("number")
    )
    counted = Coalesce(Subquery(held, output_field=IntegerField()), 0)
    stale = MentorProfile.objects.annotate(held=counted).exclude(active_count=F("held"))
    changed = list(stale.values_list("pk", flat=True)[:LARGEST_SWEEP])
    for mentor_id in changed:
        with transaction.atomic():
            record_places(lock_mentor(mentor_id), at=at)
    return len(changed)
