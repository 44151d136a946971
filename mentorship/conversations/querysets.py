"""Named filters over conversations and messages. Clock and viewer are arguments."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Substr

from accounts.safeguarding.models import Block, Clearance

if TYPE_CHECKING:
    from accounts.people.models import User

QUIET_FREES_PLACE = timedelta(hours=48)
CHANGES_MAY_BE_LATE = timedelta(minutes=5)
EXCERPT_LENGTH = 120


def _blocked(talk: str = "") -> Exists:
    """One of the two people of a talk has blocked the other; `talk` leads to it."""
    two = OuterRef(f"{talk}listener"), OuterRef(f"{talk}mentor__user")
    return Exists(Block.objects.between(*two))


class ConversationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Conversations nobody has finished."""
        return self.filter(closed_at__isnull=True)

    def visible_to(self, viewer: "User") -> Self:
        """Conversations the viewer takes part in; nobody else sees one (policy 12).

        While one of the two has blocked the other, neither does.
        """
        own = self.filter(Q(listener=viewer) | Q(mentor__user=viewer))
        return own.filter(~_blocked())

    def holding_a_place(self, *, at: datetime) -> Self:
        """Open, and waiting on the mentor or moved in the last 48 h (policy 13.2, H3)."""
        return self.open().filter(Q(turn="mentor") | Q(moved_at__gt=at - QUIET_FREES_PLACE))

    def between(self, *, listener: "User", mentor_id: int) -> Self:
        """All conversations of one pair: the open one first, then the latest."""
        return self.filter(listener=listener, mentor_id=mentor_id).order_by(
            F("closed_at").desc(nulls_first=True), "-opened_at"
        )

    def that_may_go_on(self) -> Self:
        """Open, or finished so that a message opens it again: no block came between the two."""
        return self.exclude(closed_by="block")

    def with_people(self) -> Self:
        """Both people of each conversation, in the same query."""
        return self.select_related("mentor__user", "listener")

    def with_unread_for(self, viewer: "User") -> Self:
        """Annotate `unread_count`: lines of the other person beyond the viewer's own mark."""
        messages = apps.get_model("mentorship", "Message").objects
        unread = (
            messages.filter(conversation=OuterRef("pk"))
            .unread_by(viewer)
            .order_by()
            .values("conversation")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(unread_count=Coalesce(Subquery(unread), 0))

    def with_last_line(self) -> Self:
        """Annotate the newest line: `last_body` (its beginning), `last_author`, `last_sent_at`."""
        newest = apps.get_model("mentorship", "Message").objects.filter(
            conversation=OuterRef("pk"), seq=OuterRef("last_seq")
        )
        return self.annotate(
            last_body=Subquery(newest.values(start=Substr("body", 1, EXCERPT_LENGTH))),
            last_author=Subquery(newest.values("author")),
            last_sent_at=Subquery(newest.values("sent_at")),
            last_deleted_at=Subquery(newest.values("deleted_at")),
            last_removed_at=Subquery(newest.values("removed_at")),
        )

    def with_own_state(self, viewer: "User", *, at: datetime) -> Self:
        """Annotate what the viewer keeps here and may do: mark, draft, the mentor's clearance."""
        here = OuterRef("pk")
        marks = apps.get_model("mentorship", "ReadMark").objects.filter(
            conversation=here, reader=viewer
        )
        drafts = apps.get_model("mentorship", "Draft").objects.filter(
            conversation=here, author=viewer
        )
        return self.annotate(
            own_read_seq=Coalesce(Subquery(marks.values("seq")), 0),
            own_draft=Coalesce(Subquery(drafts.values("body")), Value("", models.TextField())),
            mentor_is_cleared=Exists(
                Clearance.objects.in_force(at=at).filter(user=OuterRef("mentor__user"))
            ),
        )

    def mine_first(self, viewer: "User") -> Self:
        """Waiting on the viewer first, then on the other side, then finished; newest first each.

        Annotates `waits_on`: 0 the viewer, 1 the other side, 2 nobody.
        """
        mine = Q(turn="listener", listener=viewer) | Q(turn="mentor", mentor__user=viewer)
        place = Case(
            When(closed_at__isnull=False, then=Value(2)),
            When(mine, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        return self.annotate(waits_on=place).order_by("waits_on", "-moved_at", "-pk")


class MessageQuerySet(models.QuerySet):
    def unread_by(self, viewer: "User") -> Self:
        """Lines a person wrote to the viewer which lie beyond the viewer's read mark."""
        marks = apps.get_model("mentorship", "ReadMark").objects.filter(
            conversation=OuterRef("conversation"), reader=viewer
        )
        return self.filter(
            author__isnull=False,
            deleted_at__isnull=True,
            seq__gt=Coalesce(Subquery(marks.values("seq")), 0),
        ).exclude(author=viewer)

    def of_talks_of(self, viewer: "User") -> Self:
        """Lines of the conversations the viewer takes part in and may see."""
        own = self.filter(Q(conversation__listener=viewer) | Q(conversation__mentor__user=viewer))
        return own.filter(~_blocked("conversation__"))

    def sent_since(self, *, author: "User", since: datetime) -> Self:
        """What one person has written themselves after `since`."""
        return self.filter(author=author, is_automatic=False, sent_at__gt=since)

    def after(self, seq: int, *, since: datetime) -> Self:
        """Lines beyond `seq`, and earlier ones that were changed since, or shortly before."""
        changed = since - CHANGES_MAY_BE_LATE
        return self.filter(
            Q(seq__gt=seq)
            | Q(edited_at__gte=changed)
            | Q(deleted_at__gte=changed)
            | Q(removed_at__gte=changed)
        ).order_by("seq")
