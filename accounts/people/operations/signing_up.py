"""Somebody joins by the form."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction

from accounts.people.errors import HandleTaken, TeenSpaceClosed, TooYoung
from accounts.people.models import Band, User
from accounts.people.operations.names import rename
from accounts.people.operations.settings import set_languages
from accounts.people.querysets import PROVED_WITHIN
from accounts.people.rules.ages import Age


def check_age(age: Age) -> None:
    """Raise TooYoung or TeenSpaceClosed for somebody who cannot join now."""
    if not age.band:
        raise TooYoung
    if age.band == Band.TEEN and not settings.TEEN_SPACE_OPEN:
        raise TeenSpaceClosed


@transaction.atomic
def sign_up(
    *,
    user: User,
    handle: str,
    email: str,
    password: str | None,
    display_name: str,
    age: Age,
    languages: Sequence[str],
    time_zone: str,
    avatar: str,
    at: datetime,
) -> User:
    """Make `user`, which is new and not saved, a listener of the space that the age gives.

    Of the age only the band and the month of becoming an adult are kept. The
    address still has to be verified before they can sign in; without a password they come
    in by another way. Raises TooYoung,
    TeenSpaceClosed, or HandleTaken when somebody took the handle meanwhile;
    then nothing is kept.
    """
    check_age(age)
    user.username, user.email = handle, email
    rename(user, display_name=display_name)
    user.band, user.turns_adult_on, user.band_confirmed_at = age.band, age.turns_adult_on, at
    user.time_zone, user.avatar = time_zone, avatar
    user.joined_at = user.woken_at = at
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as clash:
        raise HandleTaken from clash
    set_languages(user, languages)
    return user


@transaction.atomic
def forget_sign_up(user_id: int) -> bool:
    """Take back a sign-up whose address was never proved; say whether there was one.

    Handle and address are free again. Whoever proved an address, was imported or was made by
    an operator stays.
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or not User.objects.unproved().filter(pk=user_id).exists():
        return False
    user.delete()
    return True


def hold_handle(handle: str) -> None:
    """Hold a handle that nobody got, because the address of the sign-up is known already.

    A new address would have taken the handle. One that stays free would tell the two apart.
    """
    cache.set(_hold_of(handle), True, PROVED_WITHIN.total_seconds())


def let_handle_go(handle: str) -> None:
    """End such a hold early."""
    cache.delete(_hold_of(handle))


def is_held(handle: str) -> bool:
    return bool(cache.get(_hold_of(handle)))


def _hold_of(handle: str) -> str:
    return f"accounts.people.handle:{handle.lower()}"
