"""Pages about people: coming in, settings, invitations, questions about a band."""

from typing import cast

from django.http import HttpRequest

from accounts.people.models import User
from config.kit.access import only

coordinator_required = only(lambda user: user.is_coordinator)
moderator_required = only(lambda user: user.moderates)


def person_of(request: HttpRequest) -> User:
    """Who asks; for views that strangers do not reach."""
    return cast(User, request.user)
