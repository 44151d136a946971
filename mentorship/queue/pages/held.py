"""The list as HTML, held for everybody who may see the same: a page only puts it in its frame."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from config.kit.memory import name_of, newest
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
    """The list that `asked` names, with the viewer's own row marked.

    It comes from the memory of this process if it can; words that somebody looks for are theirs.
    """
    html = _made(asked, wish, at=at) if wish.words else _held(asked, wish, at=at)
    return html if asked.own is None else _marked(html, str(asked.own.public_id))


def _held(asked: ListOf, wish: Wish, *, at: datetime) -> ListHtml:
    """The list as it was made from this version, within a stretch of `HELD_FOR`."""
    made_from = (asked.version, at.timestamp() // HELD_FOR.total_seconds())
    return newest(_name(asked, wish), made_from, lambda: _made(asked, wish, at=at))


def _name(asked: ListOf, wish: Wish) -> str:
    """Everything that the HTML depends on, so that nobody is given what is not theirs to see."""
    reach = reach_of(asked.viewer)
    # A mentor sees what others of the same reach see; without a language only they see their row.
    is_one_of_many = asked.own is None or reach.talks
    return name_of(
        "queue",
        asked.channel,
        None if is_one_of_many else asked.viewer.pk,
        reach.name,
        wish,
        get_language(),
        timezone.get_current_timezone_name(),
        sorted(settings.NOUNS.items()),
    )


def _made(asked: ListOf, wish: Wish, *, at: datetime) -> ListHtml:
    page = queue_page(asked.viewer, wish, at=at)
    context = {
        "page": page,
        "wish": wish,
        "channel": asked.channel,
        "version": asked.version,
        "at": at,
        "noun": settings.NOUNS,
        "viewer": asked.viewer.is_authenticated,
    }
    return ListHtml(
        rows=render_to_string("queue/_mentor_list.html", context),
        filters=render_to_string("queue/_filters.html", context),
    )


def _marked(html: ListHtml, own: str) -> ListHtml:
    """The list as the mentor of the row `own` gets it, who does not write to themselves."""
    rows = html.rows.replace("<div", f'<div data-own="{own}"', 1)
    mark = render_to_string("queue/_own_mark.html").strip()
    there = rf'(id="(?:mentor|next)-{own}".*?)<a [^>]*data-message.*?</a>'
    rows = re.sub(there, lambda found: found[1] + mark, rows, count=1, flags=re.DOTALL)
    return ListHtml(mark_safe(rows), html.filters)  # noqa: S308  (both are our own templates')
