"""Taking away a second step that somebody has lost, so that they can set up another."""

from datetime import datetime
from functools import partial
from smtplib import SMTPException

import structlog
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from accounts.audit.operations import record
from accounts.people.errors import NoSecondFactor
from accounts.people.models import User
from accounts.safeguarding.errors import ReasonMissing
from config.live.publish import touch_rights

logger = structlog.get_logger(__name__)


@transaction.atomic
def reset_second_factor(*, user: User, reason: str, at: datetime) -> int:
    """Take every passkey, app and recovery code from `user`; says how many there were.

    For the operator's terminal, once they have made sure by another way who asks. Their sessions
    and streams end, the act is recorded, and they are told by mail. Whoever needs a second step
    sets up a new one at their next sign-in. Raises ReasonMissing and NoSecondFactor.
    """
    if not reason.strip():
        raise ReasonMissing
    user = User.objects.select_for_update().get(pk=user.pk)
    taken = sorted(Authenticator.objects.filter(user=user.pk).values_list("type", flat=True))
    if not taken:
        raise NoSecondFactor
    Authenticator.objects.filter(user=user.pk).delete()
    for session in UserSession.objects.filter(user=user.pk):
        session.end()
    record(
        actor=user,
        act="reset second factor",
        target=str(user.public_id),
        subject=user,
        reason=f"terminal: {reason.strip()}"[:300],
        facts={"taken": taken},
        at=at,
    )
    touch_rights(user.public_id)
    transaction.on_commit(partial(_tell, user), robust=True)
    return len(taken)


def _tell(user: User) -> None:
    """A mail server that is silent undoes nothing: the record stands."""
    logger.info("second_factor.reset", actor=None, subject=str(user.public_id))
    words = {"user": user, "noun": settings.NOUNS, "link": f"{settings.SITE_URL}/accounts/login/"}
    name = "emails/people/second_factor_reset"
    letter = EmailMessage(
        subject=render_to_string(f"{name}.subject.txt", words).strip(),
        body=render_to_string(f"{name}.txt", words),
        to=[user.email],
    )
    try:
        letter.send()
    except (OSError, SMTPException) as fault:
        logger.error("mail.failed", mail="second_factor_reset", fault=type(fault).__name__)
