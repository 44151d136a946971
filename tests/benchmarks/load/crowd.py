"""The community of the load: listeners, mentors, their old talks, and who is signed in."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from mentorship.models import Conversation, MentorProfile
from tests.benchmarks import community

PLACES = 5
OLD_TALKS = 6  # finished ones of each listener who is signed in
LINES_OF_A_TALK_THAT_GOES_ON = 200
TABLES = ("mentorship_conversation", "mentorship_message")
LINES = """
    INSERT INTO mentorship_message (
        conversation_id, seq, public_id, author_id, client_id, body, body_hash, is_automatic,
        sent_at)
    SELECT talk.id, n, gen_random_uuid(),
        CASE n % 2 WHEN 1 THEN talk.listener_id ELSE mentor.user_id END, gen_random_uuid(),
        repeat('I hear you, and I had a chat like that once. ', 1 + n % 5), '', false,
        talk.opened_at + n * interval '1 minute'
    FROM mentorship_conversation talk
    JOIN mentorship_mentorprofile mentor ON mentor.id = talk.mentor_id
    CROSS JOIN LATERAL generate_series(1, talk.last_seq) n
"""
MARKS = """
    INSERT INTO mentorship_readmark (conversation_id, reader_id, seq)
    SELECT talk.id, reader, talk.last_seq - talk.id % 3
    FROM mentorship_conversation talk
    JOIN mentorship_mentorprofile mentor ON mentor.id = talk.mentor_id
    CROSS JOIN LATERAL (VALUES (talk.listener_id), (mentor.user_id)) AS people (reader)
"""


@dataclass(frozen=True)
class Size:
    """How many of each there are; `signed_in` are (listeners, mentors)."""

    listeners: int
    mentors: int
    here: int
    talks: int
    lines: int
    signed_in: tuple[int, int]


@dataclass(frozen=True)
class Person:
    """Somebody signed in: `stream` is the path of the stream that their page opens."""

    user: community.User
    key: str
    stream: str


@dataclass(frozen=True)
class Crowd:
    """Who is signed in, and the open talk of each of these listeners, with a mentor of these."""

    listeners: list[Person]
    mentors: list[Person]
    talks: list[Conversation]
    here: list[MentorProfile]
    all_mentors: int


def make(size):
    """Write the community down: in bulk, in less than a minute."""
    at = timezone.now()
    listeners = community.people("listener", size.listeners)
    mentors = community.mentors(size.mentors)
    community.User.objects.update(joined_at=at - timedelta(days=200))
    here = mentors[: size.here]
    MentorProfile.objects.update(capacity=PLACES, here_until=None)
    # They stay here although no page of theirs beats during the load.
    MentorProfile.objects.filter(pk__in=[mentor.pk for mentor in here]).update(
        here_until=at + timedelta(hours=3), seen_at=at + timedelta(hours=3)
    )
    going_on = _talks(size, listeners, mentors, at=at)
    _count_places(at=at)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    number_listeners, number_mentors = size.signed_in
    people = [mentor.user for mentor in mentors[:number_mentors]]
    return Crowd(
        listeners=_signed_in(listeners[:number_listeners]),
        mentors=_signed_in(people),
        talks=going_on,
        here=here,
        all_mentors=size.mentors,
    )


def _talks(size, listeners, mentors, *, at):
    """Old talks as history has them: what judges new ones is not asked about each."""
    signed_in, hearing = size.signed_in
    going_on = [
        _talk(listener, mentors[n % hearing], LINES_OF_A_TALK_THAT_GOES_ON, at=at, days=1)
        for n, listener in enumerate(listeners[:signed_in])
    ]
    number = size.talks - len(going_on)
    each = max(1, -(-(size.lines - len(going_on) * LINES_OF_A_TALK_THAT_GOES_ON) // number))
    own = min(signed_in * OLD_TALKS, number)
    others = listeners[signed_in:]
    finished = [
        _talk(
            listeners[n % signed_in] if n < own else others[n % len(others)],
            mentors[(7 * n + n // signed_in) % len(mentors)],
            each,
            at=at,
            days=3 + n % 300,
            closed=n < own or n % 10 > 0,
        )
        for n in range(number)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        made = Conversation.objects.bulk_create([*going_on, *finished])
        cursor.execute(LINES)
        cursor.execute(MARKS)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return made[: len(going_on)]


def _talk(listener, mentor, lines, *, at, days, closed=False):
    opened = at - timedelta(days=days)
    moved = opened + timedelta(minutes=lines)
    return Conversation(
        mentor=mentor,
        listener=listener,
        space="adult",
        opened_at=opened,
        last_seq=lines,
        turn="" if closed else "listener",
        turn_since=moved,
        moved_at=moved,
        first_reply_at=opened + timedelta(minutes=2),
        mentor_message_count=lines // 2,
        listener_message_count=lines - lines // 2,
        closed_at=moved + timedelta(minutes=1) if closed else None,
        closed_by="listener" if closed else "",
    )


def _count_places(*, at):
    held = (
        Conversation.objects.filter(mentor=OuterRef("pk"))
        .holding_a_place(at=at)
        .order_by()
        .values("mentor")
        .annotate(number=Count("pk"))
        .values("number")
    )
    counted = Coalesce(Subquery(held, output_field=IntegerField()), 0)
    MentorProfile.objects.annotate(held=counted).exclude(active_count=F("held")).update(
        active_count=counted
    )


def _signed_in(users):
    keys = community.sign_in(users)
    return [
        Person(user, key, community.stream_of(user, key)[0])
        for user, key in zip(users, keys, strict=True)
    ]
