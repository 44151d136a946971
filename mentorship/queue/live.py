"""The channels of the live list, one for each space, and the version a page was made from."""

from typing import TYPE_CHECKING

from config.live import publish
from mentorship.profiles.live import LISTS, channel_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User

PREFIX = LISTS
PUBLIC = "public"


def language_tag(base: str) -> str:
    """The tag of a row whose mentor talks this language, and of a reader who does."""
    return f"talks:{base}"


def own_tag(public_id: object) -> str:
    """The tag of a mentor's own row, which its owner sees whatever the languages."""
    return f"person:{public_id}"


def is_current(viewer: "User | AnonymousUser", seen: str) -> bool:
    """Say whether nothing has changed since version `seen`; one read by key."""
    return seen == str(publish.version(channel_of(viewer)))
