"""What comes of a link, as rows: a count a day of strangers, one row a person of everybody else."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.people.models import User
from mentorship.conversations.models import Conversation
from mentorship.sharing.models import Arrival, Source, SourceDay
from mentorship.sharing.rules import BUILT_IN

# Who signed up so shortly before they came back by the link did so on the way.
ON_THE_WAY = timedelta(days=1)


def own_source(*, code: str, at: datetime) -> Source | None:
    """A link that every community has, made when it is first needed; None for any other code."""
    if code not in BUILT_IN:
        return None
    return Source.objects.get_or_create(code=code, defaults={"made_at": at})[0]


@transaction.atomic
def count_visit(*, source_id: int, day: date) -> None:
    """One more stranger opened the link on this day: one row a day, however many come."""
    days = SourceDay.objects.filter(source=source_id, day=day)
    if not days.update(visit_count=F("visit_count") + 1):
        first = SourceDay(source_id=source_id, day=day)
        SourceDay.objects.bulk_create([first], ignore_conflicts=True)
        days.update(visit_count=F("visit_count") + 1)


def note_arrival(*, source_id: int, person: User, came_as_visitor: bool, at: datetime) -> None:
    """The person came by the link. Counted once, however often they come.

    `came_as_visitor` says that they were counted among the strangers before.
    """
    is_new = came_as_visitor and person.joined_at > at - ON_THE_WAY
    arrival = Arrival(
        source_id=source_id,
        person=person,
        arrived_at=at,
        came_as_visitor=came_as_visitor,
        is_new=is_new,
    )
    Arrival.objects.bulk_create([arrival], ignore_conflicts=True)


@transaction.atomic
def note_message(*, source_id: int, conversation: Conversation, at: datetime) -> None:
    """The listener of this talk wrote its first message by the link; the first one counts."""
    person = conversation.listener
    note_arrival(source_id=source_id, person=person, came_as_visitor=False, at=at)
    arrivals = Arrival.objects.filter(source=source_id, person=person, conversation=None)
    arrivals.update(conversation=conversation, sent_at=at)
