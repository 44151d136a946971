"""Weekly hours and leave; each change shows in the next opening at once."""

from datetime import date, datetime, timedelta

from django.db import transaction

from mentorship.profiles.errors import (
    HoursAreEmpty,
    HoursOverlap,
    LeaveEndsBeforeStart,
    LeaveIsOver,
    LeaveOverlaps,
    LeaveTooFar,
    TooManyHours,
)
from mentorship.profiles.models import Leave, MentorProfile, WeeklyHours
from mentorship.profiles.operations.rows import locked
from mentorship.profiles.operations.snapshots import refresh_openings
from mentorship.profiles.rules.openings import DAY, Window, overlaps, split_at_midnight

MOST_WINDOWS = 42
MOST_LEAVES = 20
LEAVE_WITHIN = timedelta(days=2 * 366)


@transaction.atomic
def add_hours(
    *, mentor: MentorProfile, weekday: int, starts: int, ends: int, at: datetime
) -> MentorProfile:
    """Add a weekly window, in minutes of the mentor's own day; one past midnight becomes two.

    Raises HoursAreEmpty, HoursOverlap, TooManyHours and RoleNotHeld.
    """
    mentor = locked(mentor)
    if starts == ends or not (0 <= starts < DAY and 0 <= ends <= DAY):
        raise HoursAreEmpty
    known = [Window(row.weekday, row.starts, row.ends) for row in mentor.weekly_hours.all()]
    added = split_at_midnight(Window(weekday, starts, ends))
    if any(overlaps(new, old) for new in added for old in known):
        raise HoursOverlap
    if len(known) + len(added) > MOST_WINDOWS:
        raise TooManyHours
    WeeklyHours.objects.bulk_create(
        WeeklyHours(profile=mentor, weekday=new.weekday, starts=new.starts, ends=new.ends)
        for new in added
    )
    refresh_openings(ids=[mentor.pk], at=at)
    return mentor


@transaction.atomic
def remove_hours(*, mentor: MentorProfile, hours: WeeklyHours, at: datetime) -> None:
    """Take one weekly window away."""
    locked(mentor).weekly_hours.filter(pk=hours.pk).delete()
    refresh_openings(ids=[mentor.pk], at=at)


@transaction.atomic
def add_leave(
    *, mentor: MentorProfile, starts_on: date, ends_on: date, today: date, at: datetime
) -> Leave:
    """Declare days away, first and last included, in the mentor's own calendar.

    `today` is the mentor's. Raises LeaveEndsBeforeStart, LeaveIsOver, LeaveTooFar,
    LeaveOverlaps, TooManyHours and RoleNotHeld.
    """
    mentor = locked(mentor)
    if ends_on < starts_on:
        raise LeaveEndsBeforeStart
    if ends_on < today:
        raise LeaveIsOver
    if today - starts_on > LEAVE_WITHIN or ends_on - today > LEAVE_WITHIN:
        raise LeaveTooFar
    if mentor.leaves.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise LeaveOverlaps
    if mentor.leaves.filter(ends_on__gte=today).count() >= MOST_LEAVES:
        raise TooManyHours
    leave = Leave.objects.create(profile=mentor, starts_on=starts_on, ends_on=ends_on)
    refresh_openings(ids=[mentor.pk], at=at)
    return leave


@transaction.atomic
def remove_leave(*, mentor: MentorProfile, leave: Leave, at: datetime) -> None:
    """Call a leave off."""
    locked(mentor).leaves.filter(pk=leave.pk).delete()
    refresh_openings(ids=[mentor.pk], at=at)
