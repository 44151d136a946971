"""The role itself: who asks for it, who decides, and what ends it. Each act is recorded."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.audit.operations import record
from accounts.people.errors import NotAllowed
from accounts.people.models import Band, User
from accounts.people.operations import protect_name
from accounts.safeguarding.errors import NotAboutOneself, ReasonMissing
from accounts.safeguarding.operations import end_clearances
from accounts.safeguarding.operations import grant_clearance as grant_clearance_to
from config.live.publish import touch_rights
from mentorship.profiles.errors import (
    AlreadyApplied,
    AlreadyHeld,
    ApplicationDecided,
    StateIsAnother,
    TooYoungForRole,
)
from mentorship.profiles.live import touch_mentor, touch_outside
from mentorship.profiles.models import (
    MentorApplication,
    MentorProfile,
    Topic,
    TopicStrength,
    Track,
)
from mentorship.profiles.operations.snapshots import refresh_search_text
from mentorship.profiles.rules.writing import TEEN_MENTOR_FROM_AGE, age_of_teen

FIRST_CAPACITY = 2
FIRST_TRACK = "chat-support"
Decision = MentorApplication.Decision
State = MentorProfile.State
# Which states each act leads from, and to.
CHANGES: dict[str, tuple[tuple[str, ...], str]] = {
    "pause": ((State.APPROVED,), State.PAUSED),
    "resume": ((State.PAUSED,), State.APPROVED),
    "end": ((State.APPROVED, State.PAUSED), State.ENDED),
}


@transaction.atomic
def apply_for_role(
    *,
    user: User,
    headline: str,
    why: str,
    topics: Iterable[Topic],
    wants_teens: bool,
    at: datetime,
) -> MentorApplication:
    """A listener asks to become a mentor.

    Raises AlreadyHeld, AlreadyApplied and TooYoungForRole (a teen under 15).
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if MentorProfile.objects.held_by(user).exists():
        raise AlreadyHeld
    if user.mentor_applications.filter(decided_at=None).exists():
        raise AlreadyApplied
    age = age_of_teen(user.turns_adult_on, on=at.date()) if user.band == Band.TEEN else None
    if age is not None and age < TEEN_MENTOR_FROM_AGE:
        raise TooYoungForRole
    application = MentorApplication.objects.create(
        user=user,
        headline=headline,
        why=why,
        wants_teens=wants_teens and user.band == Band.ADULT,
        submitted_at=at,
    )
    application.topics.set(topics)
    return application


@transaction.atomic
def approve_application(
    *, application: MentorApplication, actor: User, reason: str, at: datetime
) -> MentorProfile:
    """Make the applicant a mentor, with two places for the first 30 days; takes effect at once.

    The words and topics of the application begin the profile. Somebody whose role had ended
    keeps what they wrote. Raises ApplicationDecided, NotAboutOneself and NotAllowed.
    """
    application = _decide(application, Decision.APPROVED, actor=actor, reason=reason, at=at)
    user = User.objects.select_for_update(no_key=True).get(pk=application.user_id)
    mentor, _created = MentorProfile.objects.update_or_create(
        user=user,
        defaults={
            "state": State.APPROVED,
            "approved_at": at,
            "capacity": FIRST_CAPACITY,
            "accepting": True,
            "headline": application.headline,
        },
    )
    TopicStrength.objects.bulk_create(
        [
            TopicStrength(profile=mentor, topic=topic, position=position)
            for position, topic in enumerate(application.topics.all())
        ],
        ignore_conflicts=True,
    )
    mentor.tracks.add(*Track.objects.filter(slug=FIRST_TRACK))
    protect_name(user=user, protected=True)
    refresh_search_text(ids=[mentor.pk])
    touch_rights(user.public_id)
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def decline_application(
    *, application: MentorApplication, actor: User, reason: str, at: datetime
) -> MentorApplication:
    """Say "not now", with a reason. Raises ApplicationDecided, NotAboutOneself, NotAllowed
    and ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    return _decide(application, Decision.DECLINED, actor=actor, reason=reason, at=at)


@transaction.atomic
def change_state(
    *, mentor: MentorProfile, act: str, actor: User, reason: str, at: datetime
) -> MentorProfile:
    """Pause, resume or end a mentor's role (`act` is a key of CHANGES); shown everywhere at once.

    Pausing and ending close the here-now window; ending also ends clearances and the protection
    of the name. Raises StateIsAnother, NotAboutOneself, NotAllowed and ReasonMissing.
    """
    mentor = _checked(mentor, actor=actor, reason=reason)
    before, after = CHANGES[act]
    if mentor.state not in before:
        raise StateIsAnother
    mentor.state, mentor.here_until = after, None
    mentor.is_public = mentor.is_public and after != State.ENDED
    if mentor.shown_outside:
        touch_outside(mentor)
    mentor.shown_outside = mentor.shown_outside and mentor.is_public
    mentor.save(update_fields=["state", "here_until", "is_public", "shown_outside"])
    if after == State.ENDED:
        end_clearances(user=mentor.user, actor=actor, reason=reason, at=at)
        protect_name(user=mentor.user, protected=False)
    _noted(mentor, f"{act} role", actor=actor, reason=reason, at=at)
    return mentor


@transaction.atomic
def grant_clearance(
    *, mentor: MentorProfile, until: date, actor: User, reason: str, at: datetime
) -> MentorProfile:
    """Clear an adult mentor for the teen space until a day, at most 12 months ahead.

    Raises StateIsAnother for a role that has ended, NotAllowed, and what the grant refuses:
    ClearanceIsForAdults, ClearanceOutOfRange, NotAboutOneself, ReasonMissing.
    """
    mentor = _checked(mentor, actor=actor, reason=reason)
    if mentor.state == State.ENDED:
        raise StateIsAnother
    grant_clearance_to(user=mentor.user, until=until, actor=actor, reason=reason, at=at)
    touch_rights(mentor.user.public_id)
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def end_clearance(
    *, mentor: MentorProfile, actor: User, reason: str, at: datetime
) -> MentorProfile:
    """Take a mentor out of the teen space at once. Raises NotAboutOneself, NotAllowed and
    ReasonMissing.
    """
    mentor = _checked(mentor, actor=actor, reason=reason)
    end_clearances(user=mentor.user, actor=actor, reason=reason, at=at)
    touch_rights(mentor.user.public_id)
    touch_mentor(mentor)
    return mentor


@transaction.atomic
def set_tracks(
    *, mentor: MentorProfile, tracks: Iterable[Track], actor: User, reason: str, at: datetime
) -> MentorProfile:
    """Say which kinds of mentoring somebody does. Raises NotAboutOneself, NotAllowed and
    ReasonMissing.
    """
    mentor = _checked(mentor, actor=actor, reason=reason)
    mentor.tracks.set(tracks)
    refresh_search_text(ids=[mentor.pk])
    _noted(mentor, "set tracks", actor=actor, reason=reason, at=at)
    return mentor


def _checked(mentor: MentorProfile, *, actor: User, reason: str) -> MentorProfile:
    """The mentor's row under a lock, for a coordinator who gave a reason about somebody else.

    The person is locked before the row, as by everybody who needs both.
    """
    _check_actor(actor, about=mentor.user)
    if not reason.strip():
        raise ReasonMissing
    User.objects.select_for_update(no_key=True).get(pk=mentor.user_id)
    rows = MentorProfile.objects.select_related("user").select_for_update(of=("self",))
    return rows.get(pk=mentor.pk)


def _check_actor(actor: User, *, about: User) -> None:
    if not (actor.is_coordinator or actor.is_superuser):
        raise NotAllowed
    if actor.pk == about.pk:
        raise NotAboutOneself


def _noted(mentor: MentorProfile, act: str, *, actor: User, reason: str, at: datetime) -> None:
    record(
        actor=actor,
        act=act,
        target=str(mentor.public_id),
        subject=mentor.user,
        reason=reason.strip(),
        at=at,
    )
    touch_rights(mentor.user.public_id)
    touch_mentor(mentor)


def _decide(
    application: MentorApplication, decision: str, *, actor: User, reason: str, at: datetime
) -> MentorApplication:
    _check_actor(actor, about=application.user)
    rows = MentorApplication.objects.select_related("user").select_for_update(of=("self",))
    application = rows.get(pk=application.pk)
    if application.decided_at:
        raise ApplicationDecided
    application.decided_at, application.decided_by = at, actor
    application.decision, application.reason = decision, reason.strip()
    application.save(update_fields=["decided_at", "decided_by", "decision", "reason"])
    record(
        actor=actor,
        act="approve application" if decision == Decision.APPROVED else "decline application",
        target=str(application.public_id),
        subject=application.user,
        reason=application.reason,
        at=at,
    )
    return application
