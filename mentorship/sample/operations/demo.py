"""The people one can sign in as, and what waits for them."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.people.models import Avatar, Band, User
from accounts.people.operations import add_coordinator, grant_role, protect_name, sign_up, wake
from accounts.people.rules.ages import Age
from mentorship.conversations.operations import mark_read, open_conversation
from mentorship.profiles.models import (
    MentorProfile,
    Situation,
    Topic,
    TopicStrength,
    TopicWanted,
    Track,
    WeeklyHours,
)
from mentorship.profiles.operations import refresh_openings, refresh_search_text

PASSWORD = "quality-queue-demo"  # noqa: S105  (public: the sample alone uses it)
JOINED_AGO = timedelta(days=200)
YEARS_TO_GO = 2


@dataclass(frozen=True)
class Demo:
    """One demo sign-in; the address is `login`@example.org."""

    login: str
    handle: str
    name: str
    avatar: str
    band: str = Band.ADULT
    wants: tuple[str, ...] = field(default=())


LISTENER = Demo("listener", "BlueTide", "Blue Tide", Avatar.WAVE, wants=("first-chats", "grief"))
MENTOR = Demo("mentor", "HarbourLight", "Harbour Light", Avatar.LANTERN)
TEEN = Demo("teen", "PaperComet", "Paper Comet", Avatar.STAR, band=Band.TEEN, wants=("teen-chats",))
COORDINATOR = Demo("coordinator", "OldOak_team", "Old Oak", Avatar.TREE)
MODERATOR = Demo("moderator", "QuietMoon_team", "Quiet Moon", Avatar.MOON)

TOPICS = {"first-chats": 1.0, "keeping-boundaries": 1.0, "ending-chats": 1.0, "grief": 0.5}
SITUATIONS = (
    "A member goes silent halfway, and you wonder what you did.",
    "You feel heavy after a hard chat and do not know with whom to talk.",
    "Someone asks for advice that you should not give.",
)
EVENINGS = {0: (18 * 60, 20 * 60), 2: (19 * 60, 21 * 60), 5: (10 * 60, 12 * 60)}
NOTES = (
    (timedelta(hours=3), "Hi, I am new and a bit nervous. Could we look at how I end my chats?"),
    (timedelta(minutes=25), "Yesterday somebody went quiet on me, and it has stayed with me."),
)


def add_demo_people(*, at: datetime) -> None:
    """Add the five sign-ins, each verified; two listeners wait for the mentor, one unread."""
    joined = at - JOINED_AGO
    people = {demo: _join(demo, at=joined) for demo in (LISTENER, MENTOR, TEEN)}
    for demo in (COORDINATOR, MODERATOR):
        people[demo] = _join(demo, at=joined)
    coordinator = add_coordinator(email=people[COORDINATOR].email, at=joined)
    grant_role(
        user=people[MODERATOR],
        role="moderator",
        actor=coordinator,
        reason="Sample community",
        at=joined,
    )
    User.objects.filter(pk__in=[person.pk for person in people.values()]).update(is_sample=True)
    profile = _make_mentor(people[MENTOR], at=joined)
    refresh_search_text(ids=[profile.pk])
    refresh_openings(at=at, ids=[profile.pk])
    _write_to(profile, at=at)


def _join(demo: Demo, *, at: datetime) -> User:
    """Sign up by the ordinary operation, with the address verified."""
    adult_on = date(at.year + YEARS_TO_GO, at.month, 1) if demo.band == Band.TEEN else None
    person = sign_up(
        user=User(),
        handle=demo.handle,
        email=f"{demo.login}@example.org",
        password=PASSWORD,
        display_name=demo.name,
        age=Age(band=demo.band, turns_adult_on=adult_on),
        languages=["en"],
        time_zone="Europe/Lisbon",
        avatar=demo.avatar,
        at=at,
    )
    wake(user=person, at=at)
    topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=demo.wants)}
    TopicWanted.objects.bulk_create(
        TopicWanted(user=person, topic=topics[slug], position=place)
        for place, slug in enumerate(demo.wants)
    )
    return person


def _make_mentor(person: User, *, at: datetime) -> MentorProfile:
    profile = MentorProfile.objects.create(
        user=person,
        approved_at=at,
        capacity=5,
        weekly_sessions=4,
        is_public=True,
        shown_outside=True,
        headline="Calm company after hard chats.",
        about="I listened for three years before I began to mentor. I ask more than I answer.",
        style_direct_gentle=4,
        style_open_structured=2,
        style_text_voice=2,
        style_serious_playful=3,
    )
    profile.tracks.set(Track.objects.filter(slug__in=("chat-support", "quality")))
    topics = {topic.slug: topic for topic in Topic.objects.filter(slug__in=TOPICS)}
    TopicStrength.objects.bulk_create(
        TopicStrength(profile=profile, topic=topics[slug], strength=strength, position=place)
        for place, (slug, strength) in enumerate(TOPICS.items())
    )
    Situation.objects.bulk_create(
        Situation(profile=profile, text=text, position=place)
        for place, text in enumerate(SITUATIONS)
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(profile=profile, weekday=weekday, starts=starts, ends=ends)
        for weekday, (starts, ends) in EVENINGS.items()
    )
    protect_name(user=person, protected=True)
    return profile


def _write_to(profile: MentorProfile, *, at: datetime) -> None:
    """Two sample listeners have written; the mentor has read the first of the notes."""
    writers = User.objects.filter(
        imported_at__isnull=False,
        band=Band.ADULT,
        languages__base="en",
        mentor_profile=None,
        joined_at__lt=at - JOINED_AGO,
    ).order_by("pk")
    for number, (writer, (ago, note)) in enumerate(zip(writers, NOTES, strict=False)):
        conversation = open_conversation(
            listener=writer, mentor=profile, note=note, client_id=uuid.uuid4(), at=at - ago
        )
        if not number:
            mark_read(conversation=conversation, reader=profile.user, seq=conversation.last_seq)
