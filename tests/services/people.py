"""Mentors, listeners and their chats, signed in: `python -m tests.services.people`.

Prints one JSON line for each chat. Everybody's password is the argument.
"""

import json
import sys

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.factories.accounts import UserFactory  # noqa: E402
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory  # noqa: E402

CHATS = 20

settings.ALLOWED_HOSTS.append("testserver")
now = timezone.now()
password = make_password(sys.argv[1])


def person(name):
    user = UserFactory(username=name, password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    client.force_login(user)
    return user, client.session.session_key


for number in range(CHATS):
    mentor, mentor_session = person(f"mentor_{number}")
    listener, listener_session = person(f"listener_{number}")
    talk = ConversationFactory(
        mentor=MentorProfileFactory(user=mentor),
        listener=listener,
        opened_at=now,
        turn_since=now,
        moved_at=now,
    )
    row = {
        "path": f"/chats/{talk.public_id}/",
        "listener": listener.email,
        "mentor": mentor.email,
        "listener_session": listener_session,
        "mentor_session": mentor_session,
    }
    sys.stdout.write(json.dumps(row) + "\n")
