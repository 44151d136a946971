"""What somebody finds who arrives: the landing page of visitors, the first card of newcomers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from mentorship.conversations.models import Conversation, Draft
from mentorship.profiles.models import MentorProfile, Topic
from mentorship.queue.pages.rows import Row, rows_of
from mentorship.queue.querysets import named, opening_next
from mentorship.queue.rules import Group

PREVIEWED = 4
NEXT_SHOWN = 3
TOPICS_SHOWN = 10

OPENERS: tuple[str | Promise, ...] = (
    _("Hi, I am new and a bit nervous. May I ask you something about my first chat?"),
    _("I have my first chat tomorrow. What should I know?"),
    _("I do not know where to start."),
)


@dataclass(frozen=True)
class HereNow:
    """Up to four who agreed to be public and are here; with nobody here, the next three."""

    here: Sequence[Row]
    count: int
    coming: Sequence[Row]


def here_now(*, at: datetime) -> HereNow:
    """What visitors may know of the live list; at most four queries."""
    public = MentorProfile.objects.visible_to(AnonymousUser(), at=at)
    listed = rows_of(named(public, at=at).select_related("user"), at=at)
    here = [row for row in listed if row.group == Group.HERE]
    coming: list[Row] = []
    if not here:
        soon = [row for row in listed if row.group == Group.SOON]
        later = opening_next(public, at=at).select_related("user")[:NEXT_SHOWN]
        coming = sorted([*soon, *rows_of(later, at=at)], key=_opens)[:NEXT_SHOWN]
    return HereNow(here[:PREVIEWED], len(here), coming)


def topics_brought() -> QuerySet[Topic]:
    """Topics that at least one mentor knows, by name."""
    return Topic.objects.filter(strengths__isnull=False).distinct()[:TOPICS_SHOWN]


def is_newcomer(viewer: User) -> bool:
    """A listener, not staff, who has neither seen the first card nor ever written to anybody."""
    if viewer.first_card_seen_at or viewer.is_programme_staff:
        return False
    return not Conversation.objects.filter(listener=viewer).exists()


def unsent_words(viewer: User, rows: Sequence[Row]) -> tuple[str, str]:
    """What `viewer` last typed to one of these without sending it, and to whom. One query."""
    written = Draft.objects.filter(author=viewer, mentor__in=[row.mentor.pk for row in rows])
    last = written.order_by("-saved_at").select_related("mentor").first()
    return (last.body, str(last.mentor.public_id)) if last and last.mentor else ("", "")


def _opens(row: Row) -> tuple[float, str]:
    opens = row.mentor.opens_at
    return (opens.timestamp() if opens else float("inf"), row.order)
