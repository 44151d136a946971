"""What somebody finds who comes to ask: the one they were sent to, or three who have room."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, CharField, Exists, OuterRef, Subquery, Value, When
from django.utils.translation import gettext as _

from accounts.people.models import User
from mentorship.conversations.models import Conversation, Draft
from mentorship.profiles.models import MentorProfile, Topic
from mentorship.queue.pages.free import three_for
from mentorship.queue.pages.rows import Row
from mentorship.sharing.models import Arrival, Source
from mentorship.sharing.rules import Asked


@dataclass(frozen=True)
class Known:
    """What an address names that is there: the topic in words, the link, and whether the viewer
    came by it before.
    """

    topic: str = ""
    source_id: int | None = None
    has_arrived: bool = False


def known_of(asked: Asked, viewer: User | AnonymousUser) -> Known:
    """Look the topic and the link of an address up, in one query; a link by which the viewer does
    not count is as unknown as one that nobody made.
    """
    arrived = Arrival.objects.filter(source=OuterRef("pk"), person=viewer.pk)
    before = Case(
        When(Exists(arrived), then=Value("before")), default=Value(""), output_field=CharField()
    )
    counting = Source.objects.counting(viewer).filter(code=asked.source)
    sources = counting.annotate(before=before).order_by()
    topics = Topic.objects.filter(slug=asked.topic).order_by()
    both = sources.values_list(Value("source"), "pk", "before").union(
        topics.values_list(Value("topic"), "pk", "name"), all=True
    )
    found = {kind: (key, words) for kind, key, words in both}
    source_id, before_words = found.get("source", (None, ""))
    return Known(found.get("topic", (0, ""))[1], source_id, bool(before_words))


@dataclass(frozen=True)
class AskPage:
    """The prefilled first message. `rows` are the one who was asked for, or up to three."""

    rows: list[Row]
    topic: str
    line: str
    open_talk: str = ""

    @property
    def is_asked(self) -> bool:
        return len(self.rows) == 1 and self.rows[0].mentor.is_asked  # type: ignore[attr-defined]


def ask_page(viewer: User, asked: Asked, topic: str, *, at: datetime) -> AskPage:
    """Who can be written to, and the line to begin with. Five queries.

    Who is asked for and is not for this viewer, whatever the reason, is as unknown as a name that
    nobody has.
    """
    rows = three_for(viewer, topic=asked.topic, asked=asked.mentor, at=at)
    if rows and rows[0].mentor.is_asked:  # type: ignore[attr-defined]
        rows = rows[:1]
    typed, talk = _left_before(viewer, rows)
    name = str(rows[0].mentor) if len(rows) == 1 else ""
    open_talk = talk if len(rows) == 1 else ""
    return AskPage(rows, topic, typed or line_for(name, topic), open_talk)


def line_for(name: str, topic: str) -> str:
    """A first line that names what is known, theirs to change."""
    if name and topic:
        words = _("Hi %(name)s, I would like to talk about this: %(topic)s.")
    elif name:
        words = _("Hi %(name)s, there is something I would like to talk through.")
    elif topic:
        words = _("Hi, I would like to talk about this: %(topic)s.")
    else:
        words = _("Hi, there is something I would like to talk through.")
    return words % {"name": name, "topic": topic}


def _left_before(viewer: User, rows: list[Row]) -> tuple[str, str]:
    """What the viewer typed to the first of these without sending it, and their open talk."""
    if not rows:
        return "", ""
    drafts = Draft.objects.filter(author=viewer, mentor=OuterRef("pk"))
    talks = Conversation.objects.open().filter(listener=viewer, mentor=OuterRef("pk"))
    found = MentorProfile.objects.filter(pk=rows[0].mentor.pk).values_list(
        Subquery(drafts.values("body")[:1]), Subquery(talks.values("public_id")[:1])
    )
    draft, talk = found[0]
    return draft or "", str(talk or "")


def named_to_visitors(handle: str, *, at: datetime) -> MentorProfile | None:
    """The mentor of this handle, if visitors may know of them."""
    if not handle:
        return None
    public = MentorProfile.objects.visible_to(AnonymousUser(), at=at).select_related("user")
    return public.filter(user__username__iexact=handle).first()
