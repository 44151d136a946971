"""Mentors of each group at this very moment, and what a page shows of them."""

import re
from datetime import timedelta

from django.utils import timezone

from tests.factories.mentorship import MentorProfileFactory

HOUR = timedelta(hours=1)


def here(**traits):
    now = timezone.now()
    return MentorProfileFactory(here_until=now + HOUR, seen_at=now, **traits)


def reachable(**traits):
    now = timezone.now()
    return MentorProfileFactory(here_until=now + HOUR, seen_at=now - HOUR, **traits)


def soon(**traits):
    now = timezone.now()
    return MentorProfileFactory(opens_at=now + HOUR / 2, opens_until=now + 3 * HOUR, **traits)


def later(**traits):
    now = timezone.now()
    return MentorProfileFactory(opens_at=now + 9 * HOUR, opens_until=now + 10 * HOUR, **traits)


def listed(response):
    """The keys of the rows in the order of the page, by group."""
    groups = {}
    for part in re.split(r"<section ", response.content.decode())[1:]:
        group = re.match(r'data-live-group="(\d)"', part)
        if group:
            groups[int(group[1])] = re.findall(r'data-live-key="([^"]+)"', part)
    return groups


def keys(response):
    return [key for group in listed(response).values() for key in group]


def key(mentor):
    return str(mentor.public_id)
