"""The list as HTML, held for everybody who may see the same: a page only puts it in its frame."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from mentorship.profiles.models import MentorProfile
from mentorship.queue.pages.listing import queue_page
from mentorship.queue.querysets import reach_of
from mentorship.queue.rules import Wish

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User

    Person = User | AnonymousUser

# What somebody does raises the version and is seen at once; what only time does, within this.
HELD_FOR = timedelta(seconds=5)


@dataclass(frozen=True)
class ListHtml:
    """The list itself, and the filters above it, whose topics are those of its rows."""

    rows: str
    filters: str


@dataclass(frozen=True)
class ListOf:
    """For whom a list is made, and from which version of its channel."""

    viewer: "Person"
    own: MentorProfile | None
    channel: str
    version: int


def list_html(asked: ListOf, wish: Wish, *, at: datetime) -> ListHtml:
    """The list that `asked` names; a plain one comes from the memory of this process if it can."""
    if not wish.is_plain:
        return _made(asked, wish, at=at)
    key, held = _key(asked, at=at), caches["pages"]
    html = held.get(key)
    if html is None:
        html = _made(asked, wish, at=at)
        held.set(key, html, HELD_FOR.total_seconds())
    return html


def _key(asked: ListOf, *, at: datetime) -> str:
    """Everything that the HTML depends on, so that nobody is given what is not theirs to see."""
    facts = (
        asked.channel,
        asked.version,
        asked.own.pk if asked.own else None,
        reach_of(asked.viewer),
        get_language(),
        timezone.get_current_timezone_name(),
        sorted(settings.NOUNS.items()),
        at.timestamp() // HELD_FOR.total_seconds(),
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _made(asked: ListOf, wish: Wish, *, at: datetime) -> ListHtml:
    page = queue_page(asked.viewer, wish, at=at)
    context = {
        "page": page,
        "wish": wish,
        "channel": asked.channel,
        "version": asked.version,
        "own": asked.own,
        "at": at,
        "noun": settings.NOUNS,
        "viewer": asked.viewer.is_authenticated,
    }
    return ListHtml(
        rows=render_to_string("queue/_mentor_list.html", context),
        filters=render_to_string("queue/_filters.html", context),
    )
