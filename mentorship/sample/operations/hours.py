"""Sample mentors come and go by their weekly hours, through the ordinary operations."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts.people.models import Band
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations import extend_window, go_away, note_seen, start_window
from mentorship.sample.rules import Candidate, who_is_here

RENEW_WITHIN = timedelta(minutes=5)


def keep_hours(*, at: datetime) -> int:
    """Open and close the windows of sample mentors; at least three are here in each space.

    Never touches people who signed up, nor the demo mentor. Answers how many are
    here now; does nothing outside the sample.
    """
    if not settings.SAMPLE:
        return 0
    mentors = {
        mentor.pk: mentor
        for mentor in MentorProfile.objects.approved()
        .filter(user__is_sample=True, user__imported_at__isnull=False)
        .exclude(accepting=False)
        .with_clearance(at=at)
        .select_related("user")
        .prefetch_related("user__languages")
    }
    chosen = who_is_here(_candidate(mentor, at=at) for mentor in mentors.values())
    for mentor in mentors.values():
        _keep(mentor, mentor.pk in chosen, at=at)
    return len(chosen)


def _candidate(mentor: MentorProfile, *, at: datetime) -> Candidate:
    spaces = {mentor.user.band}
    if mentor.is_cleared:  # type: ignore[attr-defined]  # annotated above
        spaces.add(Band.TEEN)
    opens, until = mentor.opens_at, mentor.opens_until
    return Candidate(
        mentor_id=mentor.pk,
        spaces=spaces,
        in_hours=bool(opens and until and opens <= at < until),
        is_here=bool(mentor.here_until and mentor.here_until > at),
        has_room=mentor.active_count < mentor.capacity,
        speaks_english=any(spoken.base == "en" for spoken in mentor.user.languages.all()),
        opens_at=opens,
    )


def _keep(mentor: MentorProfile, wanted: bool, *, at: datetime) -> None:
    window = mentor.here_until if mentor.here_until and mentor.here_until > at else None
    if not wanted:
        if window:
            go_away(mentor=mentor, at=at)
    elif window is None:
        start_window(mentor=mentor, at=at)
    else:
        note_seen(user=mentor.user, at=at)
        if window < at + RENEW_WITHIN:
            extend_window(mentor=mentor, at=at)
