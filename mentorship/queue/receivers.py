"""What the stream asks of the queue, and what any request of a mentor tells it."""

import logging
from collections.abc import Collection, Sequence

from django.db import DatabaseError
from django.utils import timezone

from accounts.people.models import Band
from config.live.registry import Frame, Reader, ReaderSet, register
from config.middleware import Answer
from mentorship.profiles.operations import note_beat
from mentorship.queue import live
from mentorship.queue.pages.presence import KEPT
from mentorship.queue.pages.rows import heard_of, rows_for_stream, space_of
from mentorship.queue.querysets import bases_by_person, hidden_by_person

logger = logging.getLogger(__name__)


def frames(channel: str, keys: Collection[str] | None, language: str) -> dict[str, Frame | None]:
    """Rows of a space as every reader gets them; a key that is not answered has left the list.

    Who is away has no row, but profiles and cards that are open show their places: those keys get
    a frame without HTML.
    """
    at = timezone.now()
    with timezone.override("UTC"):
        found: dict[str, Frame | None] = {
            row.key: Frame(html=row.html, tags=tags, order=row.order)
            for row, tags in rows_for_stream(channel, keys, at=at)
        }
    rest = set(keys or ()) - found.keys()
    if rest:
        quiet = heard_of(channel, rest, at=at)
        found |= {key: Frame(html="", tags=tags) for key, tags in quiet}
    return found


def admit(channel: str, reader: Reader) -> ReaderSet | None:
    """Members read the list of their own space, in their languages and without those whom a
    block keeps from them; visitors what is public.
    """
    return admit_many(channel, [reader])[0]


def admit_many(channel: str, readers: Sequence[Reader]) -> list[ReaderSet | None]:
    """What `admit` says of each of these. Three queries, however many they are."""
    space = space_of(channel)
    members = [reader.user for reader in readers if reader.person and reader.user.band == space]
    talks, hidden = bases_by_person(members), hidden_by_person(members)

    def judged(reader: Reader) -> ReaderSet | None:
        if not reader.person:
            return ReaderSet(tags=frozenset({live.PUBLIC})) if space == Band.ADULT else None
        if reader.user.band != space:
            return None
        tags = {live.language_tag(base) for base in talks[reader.user.pk]}
        own = live.own_tag(reader.person)
        return ReaderSet(tags=frozenset(tags | {own}), hidden=frozenset(hidden[reader.user.pk]))

    return [judged(reader) for reader in readers]


register(live.PREFIX, render=frames, admit=admit, admit_many=admit_many)


def seen_by_any_request(answer: Answer) -> Answer:
    """Middleware: while a here-now window runs, each page a mentor opens counts as seen."""

    def noted(request):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        response = answer(request)
        mentor = getattr(request, KEPT, None)
        at = timezone.now()
        if mentor and mentor.here_until and mentor.here_until > at:
            try:
                note_beat(mentor=mentor, at=at)
            except DatabaseError:
                # The page is made; a beat that is lost comes again within a minute.
                logger.warning("queue.beat_lost")
        return response

    return noted
