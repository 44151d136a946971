"""The live list as one reader sees it: groups, what comes next, and what a filter hides."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.kit.text import fold
from mentorship.profiles.models import MentorProfile, Topic
from mentorship.profiles.querysets import MentorProfileQuerySet
from mentorship.queue.pages.rows import Row, rows_of
from mentorship.queue.querysets import accepting, named, opening_next, within_reach_of
from mentorship.queue.rules import Group, Wish

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User

NEXT_SHOWN = 3
GROUP_WORDS: dict[Group, tuple[str | Promise, str | Promise]] = {
    Group.HERE: (_("Here"), ""),
    Group.REACHABLE: (_("Reachable"), _("Not looking this minute")),
    Group.SOON: (_("Within the hour"), _("By their weekly hours")),
}


@dataclass(frozen=True)
class GroupOfRows:
    group: Group
    words: str | Promise
    why: str | Promise
    rows: list[Row]


FILTER_WORDS: dict[str, str | Promise] = {
    "has_room": _("Has room"),
    "my_language": _("My language"),
    "here_only": _("Here this minute"),
}


@dataclass(frozen=True)
class Loosening:
    """One filter that hides rows, in words, and how many would fit without it."""

    words: str | Promise
    count: int
    query: str


@dataclass(frozen=True)
class QueuePage:
    """Everything the list shows to one reader."""

    groups: list[GroupOfRows]
    next_to_open: list[Row]
    others_count: int
    accepting_count: int
    all_count: int
    topics: list[tuple[str, str]]
    loosenings: list[Loosening]
    is_filtered: bool

    @property
    def nobody_here(self) -> bool:
        """Nobody is here or reachable, and no filter is the reason."""
        return not self.is_filtered and not any(
            group.rows for group in self.groups if group.group <= Group.REACHABLE
        )

    @property
    def first_opening(self) -> datetime | None:
        """When the first of those shown opens by their weekly hours."""
        coming = [*self.next_to_open, *(row for group in self.groups for row in group.rows)]
        return min((row.mentor.opens_at for row in coming if row.mentor.opens_at), default=None)

    @property
    def nothing_fits(self) -> bool:
        return self.is_filtered and not any(group.rows for group in self.groups)


def queue_page(viewer: "User | AnonymousUser", wish: Wish, *, at: datetime) -> QueuePage:
    """The list as `viewer` may see it, narrowed by their wish; the cost does not grow with rows."""
    mentors = within_reach_of(viewer, at=at)
    listed = list(named(mentors, at=at).select_related("user"))
    anybody = any(mentor.here_until and mentor.here_until > at for mentor in listed)
    coming = [] if anybody else _coming(mentors, wish, at=at)
    rows = rows_of([*listed, *coming], at=at)
    shown = [row for row in rows if row.group != Group.ACCEPTING]
    fitting = _sorted(_fitting(shown, wish), wish.sort)
    later = _next_to_open(rows, fitting, wish)
    counts = _counts(viewer, mentors, at=at)
    return QueuePage(
        groups=_groups(fitting),
        next_to_open=later,
        others_count=max(0, counts["accepting"] - len(shown) - len(later)),
        accepting_count=counts["accepting"],
        all_count=counts["all"],
        topics=_topics(rows, wish),
        loosenings=[] if fitting else _loosenings(shown, wish),
        is_filtered=bool(wish.filters),
    )


def _coming(mentors: MentorProfileQuerySet, wish: Wish, *, at: datetime) -> list[MentorProfile]:
    """Who opens next by weekly hours; all of them where a filter has to choose."""
    later = opening_next(mentors, at=at).select_related("user")
    return list(later if wish.filters else later[:NEXT_SHOWN])


def _topics(rows: list[Row], wish: Wish) -> list[tuple[str, str]]:
    """The topics to choose from, and the chosen one even when nobody who knows it is there now."""
    topics = {topic for row in rows for topic in row.topics}
    if wish.topic and wish.topic not in dict(topics):
        topics |= set(Topic.objects.filter(slug=wish.topic).values_list("slug", "name"))
    return sorted(topics, key=lambda topic: topic[1])


def _counts(
    viewer: "User | AnonymousUser", mentors: MentorProfileQuerySet, *, at: datetime
) -> dict[str, int]:
    """How many accept, of those who share a language; and how many the directory shows."""
    reached = accepting(mentors).values("pk")
    visible = MentorProfile.objects.visible_to(viewer, at=at)
    return visible.aggregate(all=Count("pk"), accepting=Count("pk", filter=Q(pk__in=reached)))


def _fitting(rows: list[Row], wish: Wish) -> list[Row]:
    if not wish.filters:
        return list(rows)
    words = fold(wish.words)
    return [row for row in rows if wish.keeps(row.facts, words)]


SORT_KEYS: dict[str, Callable[[Row], Any]] = {
    "fair": lambda row: (row.group, row.order),
    "room": lambda row: (row.group, -row.free, row.order),
    "soonest": lambda row: (row.group, _begins(row), row.order),
    "newest": lambda row: (row.group, -row.mentor.approved_at.timestamp(), row.order),
    "name": lambda row: (row.group, fold(row.mentor.user.display_name), row.order),
}


SORT_WORDS = {
    "fair": _("Fair order"),
    "room": _("Most room"),
    "soonest": _("Soonest open"),
    "newest": _("Newest"),
    "name": _("Name"),
}


def _begins(row: Row) -> float:
    """When a mentor opens; who is here or reachable is open now."""
    opens = row.mentor.opens_at
    return opens.timestamp() if opens and row.group >= Group.SOON else 0.0


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """Another sort than the fair one gives the rows new keys, by which the page keeps them."""
    ordered = sorted(rows, key=SORT_KEYS[sort])
    if sort == "fair":
        return ordered
    return [replace(row, order=f"{row.group:d}|{n:06d}") for n, row in enumerate(ordered)]


def _groups(rows: list[Row]) -> list[GroupOfRows]:
    return [
        GroupOfRows(group, words, why, [row for row in rows if row.group == group])
        for group, (words, why) in GROUP_WORDS.items()
    ]


def _next_to_open(rows: list[Row], shown: list[Row], wish: Wish) -> list[Row]:
    """With nobody here or reachable, the next three to open, beside those within the hour.

    Nobody who opens later is here this minute, so that filter does not keep them away.
    """
    later = _fitting([row for row in rows if not row.is_live], wish.without("here_only"))
    later.sort(key=lambda row: (_begins(row), row.order))
    return later[: max(0, NEXT_SHOWN - len(shown))]


def _loosenings(rows: list[Row], wish: Wish) -> list[Loosening]:
    """Each filter which alone keeps rows away, the most rewarding first."""
    found = []
    for name in wish.filters:
        looser = wish.without(name)
        count = len(_fitting(rows, looser))
        if count:
            found.append(Loosening(_words_of(rows, wish, name), count, looser.query))
    return sorted(found, key=lambda loosening: -loosening.count)


def _words_of(rows: list[Row], wish: Wish, name: str) -> str | Promise:
    if name == "topic":
        names = {slug: topic for row in rows for slug, topic in row.topics}
        return names.get(wish.topic, wish.topic)
    return wish.words if name == "words" else FILTER_WORDS[name]
