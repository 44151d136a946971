"""The made-up community of the measurements: mentors, readers, and their sessions."""

import secrets
import socket
from datetime import timedelta
from random import Random

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.utils import timezone

from accounts.models import SpokenLanguage, User
from config.live.tokens import Claims, issue, session_mark
from config.middleware import NOTED
from mentorship.models import (
    MentorProfile,
    Topic,
    TopicStrength,
    Track,
    WeeklyHours,
)
from mentorship.profiles.operations import refresh_search_text

MENTORS, TOPICS, TRACKS = 1000, 30, 8
HERE, REACHABLE, SOON = 25, 10, 15
SHOWN_ON_A_CARD = 3
HOURS = {"starts": 600, "ends": 780, "utc_starts": 600, "utc_ends": 780}


def make_tables():
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def people(prefix, number):
    """Awake adults who talk English."""
    at = timezone.now()
    made = User.objects.bulk_create(
        User(
            username=f"{prefix}{n}",
            email=f"{prefix}{n}@example.org",
            display_name=f"{prefix.capitalize()} {n}",
            password="!",
            band="adult",
            band_confirmed_at=at,
            joined_at=at,
            woken_at=at,
            last_seen_at=at,
        )
        for n in range(number)
    )
    SpokenLanguage.objects.bulk_create(
        SpokenLanguage(user=user, tag="en", base="en", position=0) for user in made
    )
    return made


def mentors(number=MENTORS, seed=3):
    """Mentors of whom fifty stand in the live list, with topics, a track and weekly hours."""
    at, chance = timezone.now(), Random(seed)
    made = MentorProfile.objects.bulk_create(
        _mentor(user, n, at, chance) for n, user in enumerate(people("mentor", number))
    )
    topics = Topic.objects.bulk_create(
        Topic(slug=f"topic-{n}", name=f"Topic {n}") for n in range(TOPICS)
    )
    tracks = Track.objects.bulk_create(
        Track(slug=f"track-{n}", name=f"Track {n}") for n in range(TRACKS)
    )
    TopicStrength.objects.bulk_create(
        TopicStrength(profile=mentor, topic=topic, position=place)
        for mentor in made
        for place, topic in enumerate(chance.sample(topics, SHOWN_ON_A_CARD))
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(profile=mentor, weekday=day, **HOURS)
        for mentor in made
        for day in chance.sample(range(7), 2)
    )
    refresh_search_text()
    known = MentorProfile.tracks.through
    known.objects.bulk_create(
        known(mentorprofile=mentor, track=chance.choice(tracks)) for mentor in made
    )
    return made


def _mentor(user, n, at, chance):
    listed = n < HERE + REACHABLE
    soon = HERE + REACHABLE <= n < HERE + REACHABLE + SOON
    opens = at + timedelta(minutes=50 if soon else 60 * chance.randint(5, 150))
    return MentorProfile(
        user=user,
        approved_at=at - timedelta(days=chance.randint(1, 900)),
        headline="Calm company after hard chats.",
        capacity=3,
        active_count=chance.randint(0, 3),
        here_until=at + timedelta(hours=3) if listed else None,
        # Those who are here stay so although no page of theirs beats during a measurement.
        seen_at=at + timedelta(hours=3) if n < HERE else at - timedelta(minutes=9),
        opens_at=opens,
        opens_until=opens + timedelta(hours=3),
    )


def sign_in(users):
    """A session for each of them, written at once; the keys in the same order."""
    at = timezone.now()
    store, rows = SessionStore(), []
    for user in users:
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            NOTED: at.timestamp() + 86_400,
        }
        rows.append(
            store.model(
                session_key=secrets.token_hex(16),
                session_data=store.encode(data),
                expire_date=at + timedelta(days=1),
            )
        )
    store.model.objects.bulk_create(rows)
    return [row.session_key for row in rows]


def stream_of(user, key, seen="0.0"):
    """The path of a stream as this person's page of the queue opens it, and the cookie beside."""
    person = str(user.public_id)
    channels = ("queue:adult", f"person:{person}")
    token = issue(Claims(person, session_mark(key), "en", channels))
    return f"/live/?token={token}&seen={seen}", f"{settings.SESSION_COOKIE_NAME}={key}"


def tap(key, minutes):
    """The request of a mentor who says for how long they are here."""
    secret = secrets.token_hex(16)
    body = f"csrfmiddlewaretoken={secret}&state=here&minutes={minutes}"
    return (
        "POST /queue/presence/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={secret}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def post(port, request):
    """Send a request as it is, without waiting for more of the answer than its first line."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request.encode())
        return connection.recv(64)
