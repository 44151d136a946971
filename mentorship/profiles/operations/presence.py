"""Here now and away: the window a mentor declares, and the devices that were seen."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.people.models import User
from mentorship.profiles.errors import RoleNotHeld, WindowLengthUnknown
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations.rows import locked
from mentorship.profiles.rules.presence import LONGEST, SEEN_WITHIN, USUAL, extended_end

SHORTEST = timedelta(minutes=15)
AN_HOUR = USUAL // timedelta(minutes=1)
BEAT_EVERY = timedelta(seconds=60)


@transaction.atomic
def start_window(*, mentor: MentorProfile, at: datetime, minutes: int = AN_HOUR) -> MentorProfile:
    """The mentor is here now for `minutes`; starting a window means accepting.

    Raises RoleNotHeld and WindowLengthUnknown, and then nothing has changed.
    """
    mentor = _in_force(mentor)
    if not SHORTEST <= timedelta(minutes=minutes) <= LONGEST:
        raise WindowLengthUnknown
    return _stay(mentor, until=at + timedelta(minutes=minutes), at=at)


@transaction.atomic
def extend_window(*, mentor: MentorProfile, at: datetime, minutes: int = AN_HOUR) -> MentorProfile:
    """One tap more: `minutes` after the present end, at most LONGEST from now.

    A window that has ended meanwhile begins again. Raises RoleNotHeld.
    """
    mentor = _in_force(mentor)
    until = extended_end(mentor.here_until, at=at, by=timedelta(minutes=minutes))
    return _stay(mentor, until=until, at=at)


def _stay(mentor: MentorProfile, *, until: datetime, at: datetime) -> MentorProfile:
    """Here until then, seen now; being here means accepting."""
    mentor.here_until, mentor.seen_at, mentor.accepting = until, at, True
    mentor.save(update_fields=["here_until", "accepting", "seen_at"])
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def go_away(*, mentor: MentorProfile, at: datetime) -> MentorProfile:
    """Away, on every device and every list at once. Asks for nothing and always works."""
    mentor = MentorProfile.objects.select_for_update(of=("self",)).get(pk=mentor.pk)
    mentor.here_until = None
    mentor.seen_at = at
    mentor.save(update_fields=["here_until", "seen_at"])
    touch_mentor(mentor)
    return mentor


def note_seen(*, user: User, at: datetime) -> bool:
    """A device of this person was seen; written at most every BEAT_EVERY, for mentors only.

    Says whether anything was written. A mentor who becomes *here* again reaches the lists.
    Most beats only read, so that they take no lock.
    """
    stale = MentorProfile.objects.filter(user=user).filter(
        Q(seen_at=None) | Q(seen_at__lte=at - BEAT_EVERY)
    )
    mentor = stale.select_related("user").first()
    if mentor is None:
        return False
    with transaction.atomic():
        written = bool(stale.update(seen_at=at))
        unseen = mentor.seen_at is None or mentor.seen_at < at - SEEN_WITHIN
        if written and unseen and mentor.here_until and mentor.here_until > at:
            touch_mentor(mentor)
    return written


@transaction.atomic
def settle_presence(mentor_id: int, *, at: datetime) -> bool:
    """End a window whose time is over, forget a device unseen for 300 s; the lists hear of it.

    Safe to run twice: the row is looked at again under the lock. Says whether it changed.
    """
    due = MentorProfile.objects.unsettled(at=at).select_for_update(of=("self",))
    mentor = due.filter(pk=mentor_id).select_related("user").first()
    if mentor is None:
        return False
    if mentor.here_until and mentor.here_until <= at:
        mentor.here_until = None
    if mentor.seen_at and mentor.seen_at < at - SEEN_WITHIN:
        mentor.seen_at = None
    mentor.save(update_fields=["here_until", "seen_at"])
    touch_mentor(mentor)
    return True


def _in_force(mentor: MentorProfile) -> MentorProfile:
    """The mentor's row under a lock; raises RoleNotHeld unless the role is in force."""
    found = locked(mentor)
    if found.state != MentorProfile.State.APPROVED or not found.user.is_active:
        raise RoleNotHeld
    return found
