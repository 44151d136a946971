"""Whose account an identity of the host opens, and every write about it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.host.errors import AddressNotConfirmed, BelongsToAnother, OnlyWayIn
from accounts.host.rules import Identity
from accounts.people.models import User
from accounts.people.operations import confirm_imported, forget_sign_up, wake
from accounts.people.rules.ages import Age
from accounts.safeguarding.models import BandQuestion


@transaction.atomic
def recognise(identity: Identity) -> tuple[User | None, bool]:
    """Whose identity this is, and whether it was only now added to their account.

    Known by the identity itself, else by an address that the provider and we have both
    confirmed. Imported people are found by the address they were imported with; they are not
    changed before they wake. A sign-up whose address was never proved gives way. None is
    somebody new. Raises AddressNotConfirmed.
    """
    known = _accounts(identity).select_related("user").first()
    if known:
        known.save(update_fields=["last_login"])
        return known.user, False
    if not identity.is_confirmed:
        raise AddressNotConfirmed
    user = User.objects.filter(email__iexact=identity.email).first()
    if user is None or forget_sign_up(user.pk):
        return None, False
    if user.is_dormant or not user.is_active:
        return user, False
    if not EmailAddress.objects.filter(
        user=user, email__iexact=identity.email, verified=True
    ).exists():
        raise AddressNotConfirmed
    link(identity, user=user)
    return user, True


def link(identity: Identity, *, user: User) -> None:
    """From now on `identity` opens the account of `user`. Safe to run twice.

    Keeps who it is at the provider and nothing else: no token, no name, no address. Raises
    BelongsToAnother when it opens another account.
    """
    try:
        with transaction.atomic():
            account, _new = _accounts(identity).get_or_create(
                provider=identity.issuer, uid=identity.subject, defaults={"user": user}
            )
    except IntegrityError as faster:
        raise BelongsToAnother from faster
    if account.user_id != user.pk:
        raise BelongsToAnother


@transaction.atomic
def join(identity: Identity, *, user: User, at: datetime) -> None:
    """Somebody new, who was just signed up with the confirmed address, comes in by `identity`."""
    if not identity.is_confirmed or user.email != identity.email:
        raise AddressNotConfirmed
    wake(user=user, at=at)
    link(identity, user=user)


@transaction.atomic
def wake_by_host(identity: Identity, *, user: User, age: Age, at: datetime) -> BandQuestion | None:
    """An imported person comes by `identity` instead of by the letter.

    Raises what `confirm_imported` raises, AddressNotConfirmed and BelongsToAnother.
    """
    if not identity.is_confirmed or user.email.lower() != identity.email:
        raise AddressNotConfirmed
    question = confirm_imported(user=user, age=age, at=at)
    link(identity, user=user)
    return question


@transaction.atomic
def unlink(account_id: int, *, user: User) -> bool:
    """Let an identity no longer open the account of `user`; say whether there was one.

    Raises OnlyWayIn for somebody who has neither a password nor a passkey.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    account = SocialAccount.objects.filter(user=user, pk=account_id).first()
    if account is None:
        return False
    passkeys = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    if not user.has_usable_password() and not passkeys.exists():
        raise OnlyWayIn
    account.delete()
    return True


def _accounts(identity: Identity) -> QuerySet:
    return SocialAccount.objects.filter(provider=identity.issuer, uid=identity.subject)
