"""Reads of links: what came of each, counted from rows."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from mentorship.conversations.models import Message
from mentorship.sharing.rules import BUILT_IN

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User


class SourceQuerySet(models.QuerySet):
    def of_host(self) -> Self:
        """Links of the community itself, which belong to nobody."""
        return self.filter(owner=None)

    def owned_by(self, person: "User") -> Self:
        return self.filter(owner=person)

    def standing(self) -> Self:
        """Links that nobody has ended."""
        return self.filter(ended_at=None)

    def declared(self) -> Self:
        """Links of the community that coordinators made, and may rename and end."""
        return self.of_host().exclude(code__in=BUILT_IN)

    def counting(self, visitor: "User | AnonymousUser") -> Self:
        """Links by which `visitor` counts: not those that were ended, nor their own, which they
        only try out.
        """
        standing = self.standing()
        return standing.exclude(owner=visitor.pk) if visitor.pk else standing

    def busiest_first(self) -> Self:
        """With what came of each, in the order of how many opened it."""
        return self.with_counts().order_by("-visit_count", "code")

    def with_counts(self) -> Self:
        """Annotate what came of each link, every person once: `visit_count` opened it,
        `arrival_count` signed in on the way, `new_count` of these signed up, `sent_count` wrote,
        `talk_count` got an answer.
        """
        days = apps.get_model("mentorship", "SourceDay").objects.filter(source=OuterRef("pk"))
        arrivals = apps.get_model("mentorship", "Arrival").objects.filter(source=OuterRef("pk"))
        sent = arrivals.filter(conversation__isnull=False)
        strangers = days.order_by().values("source").annotate(n=Sum("visit_count")).values("n")
        return self.annotate(
            visit_count=Coalesce(Subquery(strangers), 0)
            + _count(arrivals.filter(came_as_visitor=False)),
            arrival_count=_count(arrivals),
            new_count=_count(arrivals.filter(is_new=True)),
            sent_count=_count(sent),
            talk_count=_count(sent.filter(_answered())),
        )


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("source").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _answered() -> Q:
    """The mentor wrote in that talk after the first message came by the link."""
    answers = Message.objects.filter(
        conversation=OuterRef("conversation"),
        author=F("conversation__mentor__user"),
        is_automatic=False,
        sent_at__gte=OuterRef("sent_at"),
    )
    return Q(Exists(answers))
