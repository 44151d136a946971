"""What the frame of every page shows: navigation by role, the account menu, the theme.

An entry is shown when its page exists, so a plan for later work may stand here without a link
that leads nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Count, Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.moderation.models import Report
from accounts.people.models import Theme, User
from config.kit.nouns import noun
from config.kit.prepared import Prepared
from mentorship.conversations.models import Message
from mentorship.programme.models import Banner
from mentorship.queue.pages.presence import Presence, own_profile, presence_of
from mentorship.sharing.models import Source

THEME_COOKIE = "theme"

Role = Callable[["Viewer"], bool]


@dataclass(frozen=True)
class Viewer:
    """Whom the frame is for; a visitor has no person."""

    person: User | None = None
    is_mentor: bool = False
    presence: Presence | None = None
    holds_link: bool = False

    @property
    def is_coordinator(self) -> bool:
        return bool(self.person and self.person.is_coordinator)

    @property
    def has_own_link(self) -> bool:
        """Mentors and staff, who make their own, and others whom a coordinator gave one."""
        return (
            self.is_mentor
            or self.holds_link
            or bool(self.person and self.person.is_programme_staff)
        )

    @property
    def is_moderator(self) -> bool:
        return bool(self.person and self.person.moderates)


@dataclass(frozen=True)
class Place:
    """A page that the frame may lead to; `words` may be a function, for nouns are settings."""

    name: str
    words: str | Promise | Callable[[], str]
    icon: str = ""
    shown_to: Role = lambda viewer: True
    counts: str = ""

    def link(self, path: str, counted: dict[str, int]) -> dict[str, Any] | None:
        """The entry for a template, or None while the page does not exist."""
        try:
            url = reverse(self.name)
        except NoReverseMatch:
            return None
        return {
            "name": self.name,
            "words": self.words() if callable(self.words) else self.words,
            "url": url,
            "icon": self.icon,
            "current": path.startswith(url),
            "counted": bool(self.counts),
            "count": counted.get(self.counts, 0),
        }


def _signed_in(viewer: Viewer) -> bool:
    return viewer.person is not None


MAIN = (
    Place("queue:live-list", _("Queue"), "queue"),
    Place("directory:mentors", lambda: noun("mentor").plural_cap, "people"),
    Place("conversations:chats", _("Chats"), "chat", _signed_in, counts="chats"),
    Place("profiles:edit", _("Profile"), "user", lambda viewer: viewer.is_mentor),
    Place(
        "people:coordination", _("Coordination"), "sliders", lambda viewer: viewer.is_coordinator
    ),
    Place("people:moderation", _("Moderation"), "shield", lambda viewer: viewer.is_moderator),
)
ACCOUNT = (
    Place("people:settings", _("Settings")),
    Place("sharing:own-link", _("Your link"), shown_to=lambda viewer: viewer.has_own_link),
    Place(
        "profiles:apply",
        lambda: gettext("Become %(mentor)s") % {"mentor": noun("mentor").a},
        shown_to=lambda viewer: not viewer.is_mentor,
    ),
)
FOOTER = (
    Place(
        "programme:programme",
        lambda: gettext("What %(mentors)s are for") % {"mentors": noun("mentor").plural},
    ),
    Place("accessibility", _("Accessibility")),
    Place("privacy", _("Privacy")),
)


def links(
    places: tuple[Place, ...], viewer: Viewer, path: str, counted: dict[str, int]
) -> list[dict[str, Any]]:
    """The places this viewer may go to, in their order."""
    shown = (place.link(path, counted) for place in places if place.shown_to(viewer))
    return [link for link in shown if link]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def viewer_of(request: Any) -> Viewer:
    """The person of the request; a visitor when the database does not answer."""
    try:
        person = getattr(request, "user", None)
        if person is None or not person.is_authenticated:
            return Viewer()
        mentor = own_profile(request)
        presence = presence_of(mentor, at=timezone.now())
        return Viewer(person=person, is_mentor=mentor is not None, presence=presence)
    except DatabaseError:
        return Viewer()


@dataclass(frozen=True)
class News:
    """What waits for somebody: `chats`, lines in all their talks not yet read; `outcomes`, own
    reports that were decided and not looked at since; the banner they have not closed. Beside it
    whether they have a link of their own to share.
    """

    chats: int = 0
    outcomes: int = 0
    banner: dict[str, Any] | None = None
    holds_link: bool = False


def news_of(viewer: Viewer, *, at: datetime) -> News:
    """All of it in one query; none for a visitor, who sees no banner."""
    person = viewer.person
    if not person:
        return News()
    (found,) = _NEWS.rows(person.band, person=person.pk, at=at)
    chats, outcomes, banner, holds_link = found
    if banner:
        banner["public_id"] = UUID(banner["public_id"])  # SQLite keeps it without hyphens
    return News(chats, outcomes, banner, bool(holds_link))


def _news(pk: int, at: datetime, band: str) -> QuerySet:
    person = User(pk=pk, band=band)
    unread = Message.objects.of_talks_of(person).unread_by(person)
    outcomes = Report.objects.decided().filter(reporter=person, outcome_seen_at=None)
    banner = Subquery(Banner.objects.told(person, at=at))
    link = Exists(Source.objects.standing().owned_by(person))
    found = User.objects.filter(pk=pk)
    return found.values_list(_count(unread), _count(outcomes), banner, link)


_NEWS = Prepared(_news)


def _count(rows: QuerySet) -> Coalesce:
    """How many rows, as a column of an outer query."""
    whole = rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(whole), 0)


def frame(request: Any) -> dict[str, Any]:
    """Context processor: everything `base.html` needs beside the page's own context."""
    return frame_for(viewer_of(request), request)


def frame_for(viewer: Viewer, request: Any) -> dict[str, Any]:
    """The frame as `viewer` sees it; makes no query for a visitor."""
    news = news_of(viewer, at=timezone.now())
    viewer = replace(viewer, holds_link=news.holds_link)
    counted = {"chats": news.chats}
    theme = viewer.person.theme if viewer.person else request.COOKIES.get(THEME_COOKIE, "")
    return {
        "viewer": viewer.person,
        "viewer_is_mentor": viewer.is_mentor,
        "nav": links(MAIN, viewer, request.path, counted),
        "unread_chats": news.chats,
        "outcomes_url": _url("moderation:own-reports") if news.outcomes else "",
        "banner": news.banner,
        "account": links(ACCOUNT, viewer, request.path, counted) if viewer.person else [],
        "footer_links": links(FOOTER, viewer, request.path, counted),
        "sign_in": _url("account_login"),
        "sign_up": _url("account_signup"),
        "sign_out": _url("account_logout"),
        "way_on": _url("queue:live-list") or "/",
        "own_presence": viewer.presence,
        "beat_url": reverse("queue:beat") if viewer.is_mentor else "",
        "urgent_help_url": reverse("urgent-help"),
        "theme": theme if theme in Theme.values else Theme.SYSTEM,
        "theme_choices": Theme.choices,
    }
