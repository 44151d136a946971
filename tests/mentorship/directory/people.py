"""Mentors of the directory, and who is read on its pages."""

import re

from django.urls import reverse

from mentorship.profiles.operations import refresh_search_text
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, TopicStrengthFactory

URL = reverse("directory:mentors")


def mentor(name, *, topics=(), tracks=(), speaks=None, **facts):
    user_facts = {key: facts.pop(key) for key in ("band", "time_zone", "woken_at") if key in facts}
    user = UserFactory(display_name=name, speaks=speaks or ["en"], **user_facts)
    profile = MentorProfileFactory(user=user, **facts)
    for topic in topics:
        TopicStrengthFactory(profile=profile, topic=topic)
    profile.tracks.set(tracks)
    refresh_search_text(ids=[profile.pk])
    return profile


def names(response):
    return re.findall(r'<bdi class="name">([^<]+)</bdi></a>', response.content.decode())
