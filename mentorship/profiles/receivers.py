"""What people change in their settings reaches the lists that show them as mentors."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from accounts.people.models import User
from accounts.people.signals import person_changed
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations import refresh_openings, refresh_search_text


@receiver(person_changed, dispatch_uid="mentorship.profiles.receivers.show_as_they_are")
def show_as_they_are(*, user: User, left_space: str = "", **_facts: Any) -> None:
    """Hours in another zone open at another time; searches and rows know the new name, and the
    lists of a space that was left no longer have the row.
    """
    mentor = MentorProfile.objects.held_by(user).select_related("user").first()
    if mentor is None:
        return
    refresh_openings(at=timezone.now(), ids=[mentor.pk])
    refresh_search_text(ids=[mentor.pk])
    touch_mentor(mentor, left=left_space)
