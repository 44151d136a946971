"""Rows of the list: one mentor each, the same for the page and for the stream."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.people.models import Band, SpokenLanguage
from config.kit.text import fold
from mentorship.profiles.models import MentorProfile, TopicStrength
from mentorship.queue import live
from mentorship.queue.pages.cards import Card
from mentorship.queue.querysets import named
from mentorship.queue.rules import Facts, Group, Standing, group_of, order_key

SHOWN_TOPICS = 3
PRESENCE = {
    Group.HERE: "here",
    Group.REACHABLE: "reach",
    Group.SOON: "soon",
    Group.ACCEPTING: "away",
}


@dataclass(frozen=True)
class Row:
    """One mentor of the list, the same for everybody who may see them."""

    mentor: MentorProfile
    group: Group
    order: str
    topics: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return str(self.mentor.public_id)

    @property
    def is_live(self) -> bool:
        """The stream carries groups 1 to 3; those of group 4 stand under "Next to open"."""
        return self.group != Group.ACCEPTING

    @property
    def presence(self) -> str:
        return PRESENCE[self.group]

    @property
    def free(self) -> int:
        return max(0, self.mentor.capacity - self.mentor.active_count)

    @property
    def until(self) -> datetime | None:
        return self.mentor.here_until

    @property
    def opens(self) -> datetime | None:
        return self.mentor.opens_at

    @property
    def shown_topics(self) -> tuple[str, ...]:
        return tuple(name for _slug, name in self.topics[:SHOWN_TOPICS])

    @property
    def html(self) -> str:
        """The row as every reader gets it, from the page as from the stream."""
        user = self.mentor.user
        card = Card(
            key=self.key,
            order=self.order,
            group=self.group,
            name=str(user),
            handle=user.username,
            avatar=user.avatar,
            verified=user.verified,
            free=self.free,
            capacity=self.mentor.capacity,
            until=self.until,
            opens=self.opens,
            topics=self.shown_topics,
            first_topic=self.topics[0][0] if self.topics else "",
            presence=self.presence,
            is_live=self.is_live,
        )
        return card.html

    @property
    def facts(self) -> Facts:
        names = " ".join(name for _slug, name in self.topics)
        user = self.mentor.user
        return Facts(
            words=fold(f"{user.display_name} {user.username} {names}"),
            topics=frozenset(slug for slug, _name in self.topics),
            has_room=self.free > 0,
            speaks_my_language=getattr(self.mentor, "speaks_mine", True),
            is_here=self.group == Group.HERE,
        )


def community_day(at: datetime) -> date:
    """The day that counts for "served today" and for the ties: the community's."""
    return at.astimezone(ZoneInfo(settings.COMMUNITY_TIME_ZONE)).date()


def standing_of(mentor: MentorProfile, *, at: datetime, day: date) -> Standing:
    """What the rule of the order reads of a mentor, from the columns that lists show."""
    opens = mentor.opens_at if mentor.opens_until and mentor.opens_until > at else None
    until = mentor.here_until
    return Standing(
        mentor_id=str(mentor.public_id),
        window_open=until is not None and until > at,
        seen_ago=at - mentor.seen_at if mentor.seen_at else None,
        accepting=mentor.accepting,
        next_opening_within=max(opens, at) - at if opens else None,
        last_served_at=mentor.last_served_at,
        served_today=mentor.served_on_count if mentor.served_on == day else 0,
    )


def rows_of(mentors: Iterable[MentorProfile], *, at: datetime) -> list[Row]:
    """Rows in fair order. One query, for the topics; the mentors come with `user` selected."""
    found = list(mentors)
    topics = _topics_of(found)
    day = community_day(at)
    rows = []
    for mentor in found:
        standing = standing_of(mentor, at=at, day=day)
        group = group_of(standing)
        if group is not None:
            order = order_key(group, standing, day=day)
            rows.append(Row(mentor, group, order, tuple(topics[mentor.pk])))
    return sorted(rows, key=lambda row: row.order)


def _topics_of(mentors: Sequence[MentorProfile]) -> dict[int, list[tuple[str, str]]]:
    topics: dict[int, list[tuple[str, str]]] = defaultdict(list)
    if mentors:
        strengths = TopicStrength.objects.filter(profile__in=[mentor.pk for mentor in mentors])
        for profile, slug, name in strengths.order_by("-strength", "position").values_list(
            "profile_id", "topic__slug", "topic__name"
        ):
            topics[profile].append((slug, name))
    return topics


def space_of(channel: str) -> str:
    """The space a channel of the list shows."""
    return channel.partition(":")[2]


def rows_for_stream(
    channel: str, keys: Iterable[str] | None, *, at: datetime
) -> list[tuple[Row, frozenset[str]]]:
    """Present rows of a space, each with the tags of those who may see it. Three queries."""
    space = space_of(channel)
    mentors = named(MentorProfile.objects.in_space(space, at=at), at=at).select_related("user")
    if keys is not None:
        mentors = mentors.filter(public_id__in=list(keys))
    rows = rows_of(mentors, at=at)
    talks = _talked_by([row.mentor for row in rows])
    return [(row, _tags(row.mentor, talks)) for row in rows]


def heard_of(
    channel: str, keys: Iterable[str], *, at: datetime
) -> list[tuple[str, frozenset[str]]]:
    """Those of `keys` that have no row in the list now but are on other pages, with their tags."""
    space = MentorProfile.objects.in_space(space_of(channel), at=at).approved()
    mentors = list(space.filter(public_id__in=list(keys)).select_related("user"))
    talks = _talked_by(mentors)
    return [(str(mentor.public_id), _tags(mentor, talks)) for mentor in mentors]


def _talked_by(mentors: Sequence[MentorProfile]) -> dict[int, set[str]]:
    """The tags of the languages that each mentor's person talks. One query."""
    talks: dict[int, set[str]] = defaultdict(set)
    spoken = SpokenLanguage.objects.filter(user_id__in=[mentor.user_id for mentor in mentors])
    for user, base in spoken.values_list("user_id", "base"):
        talks[user].add(live.language_tag(base))
    return talks


def _tags(mentor: MentorProfile, talks: dict[int, set[str]]) -> frozenset[str]:
    """Readers with one of these see the row: a language in common, visitors, the mentor."""
    user = mentor.user
    public = {live.PUBLIC} if mentor.is_public and user.band == Band.ADULT else set()
    return frozenset({live.own_tag(user.public_id)} | talks[user.pk] | public)
