"""The lock that each act on a mentor begins with."""

from mentorship.profiles.errors import RoleNotHeld
from mentorship.profiles.models import MentorProfile


def locked(mentor: MentorProfile) -> MentorProfile:
    """The mentor's row under a lock, fresh, with `user`; raises RoleNotHeld once the role ended."""
    rows = MentorProfile.objects.select_related("user").select_for_update(of=("self",))
    found = rows.get(pk=mentor.pk)
    if found.state == MentorProfile.State.ENDED:
        raise RoleNotHeld
    return found
