"""One person of each role, and the things they own or must not know of."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.models import BandQuestion, Block, Invitation, Report
from accounts.moderation.operations import file_report
from accounts.people.operations.invitations import token_of
from mentorship.models import ImportPlan, Leave, MentorApplication, WeeklyHours
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import (
    BannerFactory,
    ConversationFactory,
    MentorProfileFactory,
    MessageFactory,
    SourceFactory,
    TopicFactory,
    TrackFactory,
)

MISSING = uuid.UUID("00000000-0000-4000-8000-000000000000")
# What the words of an act name.
WITHIN_REACH = uuid.UUID("00000000-0000-4000-8000-000000000001")
TRACK = 900
NEW_PASSWORD = "a-long-walk-by-the-harbour"


@dataclass(frozen=True)
class Cast:
    """`people` by role; `targets` by name: the arguments of a path, and those of a missing one."""

    people: dict
    targets: dict

    def cookies(self):
        """The cookies of each role after signing in; the disabled person still holds a session."""
        held = {}
        for role, person in self.people.items():
            client = Client()
            if person is not None:
                client.force_login(person)
            held[role] = client.cookies.output(header="", sep=";")
        disabled = self.people["disabled"]
        disabled.is_active = False
        disabled.save(update_fields=["is_active"])
        return held


def _people():
    at = timezone.now()
    seen = {"first_card_seen_at": at, "last_seen_at": at}
    people = {
        "visitor": None,
        "listener": UserFactory(username="owner_listener", **seen),
        "outsider": UserFactory(username="outsider", **seen),
        "teen": UserFactory(username="teen_listener", teen=True, **seen),
        "coordinator": UserFactory(username="coordinator", coordinator=True, **seen),
        "moderator": UserFactory(username="moderator", moderator=True, **seen),
        "lead": UserFactory(username="lead", is_safeguarding_lead=True, **seen),
        "disabled": UserFactory(username="disabled", **seen),
    }
    for role, facts in {
        "mentor": {},
        "other mentor": {},
        "cleared mentor": {"public_id": WITHIN_REACH},
        "paused mentor": {"state": "paused"},
    }.items():
        user = UserFactory(username=role.replace(" ", "_"), **seen)
        MentorProfileFactory(user=user, **facts)
        people[role] = user
    ClearanceFactory(
        user=people["cleared mentor"],
        cleared_until=(at + timedelta(days=30)).date(),
        granted_at=at - timedelta(days=1),
    )
    return people


def _targets(people):
    at = timezone.now()
    TopicFactory(slug="grief")
    TrackFactory(pk=TRACK)
    mentor = people["mentor"].mentor_profile
    talk = ConversationFactory(
        mentor=mentor,
        listener=people["listener"],
        opened_at=at - timedelta(minutes=5),
        turn_since=at - timedelta(minutes=5),
        moved_at=at - timedelta(minutes=5),
    )
    line = MessageFactory(conversation=talk, sent_at=at - timedelta(minutes=5))
    teen_mentor = MentorProfileFactory(user__username="teen_mentor", user__band="teen")
    hours = WeeklyHours.objects.create(profile=mentor, weekday=0, starts=60, ends=120)
    leave = Leave.objects.create(
        profile=mentor, starts_on=at.date(), ends_on=at.date() + timedelta(days=1)
    )
    question = BandQuestion.objects.create(
        user=UserFactory(dormant=True), imported_band="adult", stated_band="teen", raised_at=at
    )
    application = MentorApplication.objects.create(
        user=people["outsider"], headline="Here", why="I would like to.", submitted_at=at
    )
    invitation = Invitation.objects.create(
        user=UserFactory(dormant=True), released_at=at, released_by=people["coordinator"]
    )
    bystander = UserFactory(username="bystander", is_active=False)
    reports = [
        file_report(
            reporter=UserFactory(),
            about=about,
            source="profile",
            target=about.public_id,
            category="spam",
            words="",
            is_urgent=False,
            copies=[],
            at=at,
        )
        for about in (people["outsider"], bystander)
    ]
    Report.objects.filter(pk=reports[1].pk).update(
        decided_at=at, decided_by=people["moderator"], decision="closed", reason="Spam."
    )
    plan = ImportPlan.objects.create(
        handed_in_by=people["coordinator"],
        handed_in_at=at,
        files=[{"table": "topics", "name": "topics.csv", "size": 5}],
        preview={
            "last_run": 0,
            "counts": {"topics": {"read": 2, "new": 1, "changed": 1}},
            "examples": {"topics": {"new": ["w" * 40], "changed": [["grief", ["name"]]]}},
            "notes": ["topics.csv: the column extra was left out"],
        },
        state="ready",
    )
    block = Block.objects.create(blocker=people["listener"], blocked=UserFactory(), made_at=at)
    banner = BannerFactory(
        from_at=at - timedelta(days=1),
        until_at=at + timedelta(days=30),
        made_by=people["coordinator"],
        link="/programme/",
    )
    SourceFactory(code="welcome-letter")
    SourceFactory(code="bcdfghjkmn", owner=teen_mentor.user)
    return {
        "": ({}, None),
        "source": ({"code": "welcome-letter"}, {"code": "no-such-link"}),
        "banner": ({"public_id": banner.public_id}, {"public_id": MISSING}),
        "report": ({"public_id": reports[0].public_id}, {"public_id": MISSING}),
        "closed report": ({"public_id": reports[1].public_id}, {"public_id": MISSING}),
        "plan": ({"public_id": plan.public_id}, {"public_id": MISSING}),
        "block": ({"public_id": block.public_id}, {"public_id": MISSING}),
        "mentor": ({"handle": mentor.user.username}, {"handle": "nobody_at_all"}),
        "cleared mentor": ({"handle": "cleared_mentor"}, {"handle": "nobody_at_all"}),
        "teen mentor": ({"handle": teen_mentor.user.username}, {"handle": "nobody_at_all"}),
        "talk": ({"public_id": talk.public_id}, {"public_id": MISSING}),
        "line": (
            {"public_id": talk.public_id, "seq": line.seq},
            {"public_id": MISSING, "seq": line.seq},
        ),
        "hours": ({"row": hours.pk}, {"row": 10**6}),
        "leave": ({"row": leave.pk}, {"row": 10**6}),
        "section": ({"section": "headline"}, {"section": "no-such-section"}),
        "question": ({"public_id": question.public_id}, {"public_id": MISSING}),
        "staff": ({"public_id": people["moderator"].public_id}, {"public_id": MISSING}),
        "application": ({"public_id": application.public_id}, {"public_id": MISSING}),
        "invitation": ({"token": token_of(invitation)}, {"token": "forged"}),
        "key": ({"uidb36": "1", "key": "forged-key"}, None),
        "passkey": ({"pk": 10**6}, None),
    }


def make_cast():
    """Everybody and everything that the matrix names, freshly made."""
    people = _people()
    return Cast(people, _targets(people))
