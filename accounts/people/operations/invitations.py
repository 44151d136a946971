"""The one letter to an imported person, and what they answer."""

from datetime import datetime, timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.audit.operations import record
from accounts.people.errors import InvitationGone, NobodyToInvite, NotAllowed
from accounts.people.models import Invitation, User
from accounts.people.operations.signing_up import check_age
from accounts.people.operations.waking import wake
from accounts.people.rules.ages import Age
from accounts.safeguarding.models import BandQuestion
from accounts.safeguarding.operations import raise_band_question

logger = structlog.get_logger(__name__)

BATCH_MAX = 500
LINK_HOLDS = timedelta(days=14)
LEASE = timedelta(seconds=120)
SALT = "accounts.people.invitation"


@transaction.atomic
def release_invitations(*, count: int, actor: User, at: datetime) -> list[Invitation]:
    """Release letters to the next `count` dormant people, mentors and staff first.

    The letters leave by the sweep of the next minute. Teens are left out while their space
    is closed. Raises NotAllowed for an actor who is no coordinator, and
    NobodyToInvite when nobody is left.
    """
    if not actor.is_coordinator:
        raise NotAllowed
    people = User.objects.to_invite(teens=settings.TEEN_SPACE_OPEN)[: min(count, BATCH_MAX)]
    rows = [Invitation(user=user, released_at=at, released_by=actor) for user in people]
    if not rows:
        raise NobodyToInvite
    released = Invitation.objects.bulk_create(rows)
    record(
        actor=actor,
        act="release invitations",
        target=f"{len(rows)} people",
        facts={"count": len(rows)},
        at=at,
    )
    return released


def send_invitation(invitation_id: int, *, at: datetime) -> bool:
    """Send one released letter; say whether this call sent it.

    The conditional UPDATE is the lease: of two workers one holds the row. The
    mail leaves outside any transaction; a crash in between sends it once more,
    with the same Message-ID.
    """
    due = Invitation.objects.to_send(at=at).filter(pk=invitation_id)
    if not due.update(lease_until=at + LEASE):
        return False
    invitation = Invitation.objects.select_related("user").get(pk=invitation_id)
    invitation.attempt_count += 1
    invitation.save(update_fields=["attempt_count"])
    deliver(invitation)
    Invitation.objects.filter(pk=invitation_id).update(sent_at=at, lease_until=None)
    return True


def deliver(invitation: Invitation) -> None:
    """Put the letter with its signed link into the post."""
    words = {
        "user": invitation.user,
        "noun": settings.NOUNS,
        "link": f"{settings.SITE_URL}/accounts/invitation/{token_of(invitation)}/",
        "days": LINK_HOLDS.days,
    }
    name = "emails/people/invitation"
    EmailMessage(
        subject=render_to_string(f"{name}.subject.txt", words).strip(),
        body=render_to_string(f"{name}.txt", words),
        to=[invitation.user.email],
        headers={"Message-ID": f"<invitation-{invitation.user.public_id}@quality-queue>"},
    ).send()


def send_again(*, user: User) -> bool:
    """Send the letter once more to somebody who asks for it; say whether there was one to send.

    Only where it was released and sent before, and has not been answered. A mail server that is
    silent tells nobody apart: the person may ask again.
    """
    invitation = Invitation.objects.filter(user=user, accepted_at=None).first()
    if not user.is_dormant or not user.is_active or not invitation or not invitation.sent_at:
        return False
    try:
        deliver(invitation)
    except (OSError, SMTPException) as fault:
        logger.error("mail.failed", mail="invitation", fault=type(fault).__name__)
        return False
    return True


def token_of(invitation: Invitation) -> str:
    """The signed part of the link; holds for 14 days."""
    return signing.dumps(str(invitation.user.public_id), salt=SALT)


def invitation_of(token: str) -> Invitation:
    """The open invitation of a link. Raises InvitationGone for a false, old or used one."""
    try:
        public_id = signing.loads(token, salt=SALT, max_age=LINK_HOLDS)
    except signing.BadSignature as wrong:
        raise InvitationGone from wrong
    invitation = (
        Invitation.objects.filter(user__public_id=public_id, accepted_at=None)
        .filter(user__is_active=True, user__woken_at=None)
        .select_related("user")
        .first()
    )
    if invitation is None:
        raise InvitationGone
    return invitation


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, password: str, age: Age, at: datetime
) -> BandQuestion | None:
    """Set the password and wake the person, or ask a moderator where the bands disagree.

    With a question the person keeps the password and stays dormant until it is
    decided. Raises TooYoung or TeenSpaceClosed, and InvitationGone when the
    link was used meanwhile; then nothing is kept.
    """
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or user.woken_at:
        raise InvitationGone
    user.set_password(password)
    user.save(update_fields=["password"])
    return confirm_imported(user=user, age=age, at=at)


@transaction.atomic
def confirm_imported(*, user: User, age: Age, at: datetime) -> BandQuestion | None:
    """An imported person, whose address is proved, says how old they are: they wake, or a
    moderator is asked where that and the import disagree; until then they stay dormant.

    A letter that is on its way counts as answered. Raises TooYoung or TeenSpaceClosed, and
    InvitationGone for somebody who is awake or whose account is closed; then nothing is kept.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.woken_at or not user.is_active:
        raise InvitationGone
    agrees = age.band == user.band
    if agrees or not age.band:
        check_age(age)
    Invitation.objects.filter(user=user, accepted_at=None).update(accepted_at=at)
    if not agrees:
        return raise_band_question(
            user=user, stated_band=age.band, stated_turns_adult_on=age.turns_adult_on, at=at
        )
    user.turns_adult_on, user.band_confirmed_at = age.turns_adult_on, at
    user.save(update_fields=["turns_adult_on", "band_confirmed_at"])
    wake(user=user, at=at)
    return None
