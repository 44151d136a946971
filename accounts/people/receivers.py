"""A line of the log for each sign-in, each that failed, each sign-out and each second step.

A code and the id of the person where one is known: never an address, a handle or what was typed.
"""

from typing import Any

import structlog
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal, receiver

logger = structlog.get_logger(__name__)

NAME = "accounts.people.receivers"


@receiver(user_logged_in, dispatch_uid=f"{NAME}.signed_in")
def signed_in(user: Any, **_facts: Any) -> None:
    logger.info("sign_in.done", actor=_id_of(user))


@receiver(user_login_failed, dispatch_uid=f"{NAME}.not_signed_in")
def not_signed_in(**_facts: Any) -> None:
    """With what was typed, which is nobody yet."""
    logger.warning("sign_in.failed", actor=None)


@receiver(user_logged_out, dispatch_uid=f"{NAME}.signed_out")
def signed_out(user: Any, **_facts: Any) -> None:
    logger.info("sign_out.done", actor=_id_of(user))


@receiver(authentication_failed, dispatch_uid=f"{NAME}.wrong_code")
def wrong_code(user: Any, **_facts: Any) -> None:
    logger.warning("second_factor.failed", actor=_id_of(user))


CHANGES: tuple[tuple[Signal, str], ...] = (
    (authenticator_added, "second_factor.added"),
    (authenticator_removed, "second_factor.removed"),
    (authenticator_reset, "second_factor.renewed"),
)


def _note_change(user: Any, authenticator: Any, signal: Signal, **_facts: Any) -> None:
    event = next(event for changed, event in CHANGES if changed is signal)
    logger.info(event, actor=_id_of(user), kind=str(authenticator.type))


for _signal, _event in CHANGES:
    _signal.connect(_note_change, dispatch_uid=f"{NAME}.{_event}")


def _id_of(user: Any) -> str | None:
    public_id = getattr(user, "public_id", None)
    return str(public_id) if public_id else None
