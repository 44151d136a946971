"""What people choose about themselves."""

from collections.abc import Sequence

from django.db import transaction

from accounts.people.models import SpokenLanguage, User
from accounts.people.operations.names import rename
from accounts.people.rules.languages import base_of
from accounts.people.signals import person_changed


def set_languages(user: User, tags: Sequence[str]) -> None:
    """Make `tags` the languages of `user`, the first the preferred one, inside a transaction."""
    user.languages.all().delete()
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(user=user, tag=tag, base=base_of(tag), position=position)
        for position, tag in enumerate(tags)
    )


@transaction.atomic
def choose_languages(*, user: User, tags: Sequence[str]) -> None:
    """Replace the languages of `user`; the first is the preferred one."""
    User.objects.select_for_update().get(pk=user.pk)
    set_languages(user, tags)
    person_changed.send(User, user=user)


@transaction.atomic
def edit_profile(*, user: User, display_name: str, about: str, avatar: str) -> None:
    """Change what others see of `user`. A name that did not change is not judged again."""
    rename(user, display_name=display_name)
    user.about, user.avatar = about, avatar
    user.save(update_fields=["display_name", "name_skeleton", "handle_skeleton", "about", "avatar"])
    person_changed.send(User, user=user)


@transaction.atomic
def choose_time_zone(*, user: User, time_zone: str) -> None:
    """Set the clock that `user` reads; `time_zone` is an IANA name."""
    user.time_zone = time_zone
    user.save(update_fields=["time_zone"])
    person_changed.send(User, user=user)


def choose_theme(*, user: User, theme: str) -> None:
    """Set light, dark or as the device has it."""
    user.theme = theme
    user.save(update_fields=["theme"])
