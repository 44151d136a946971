"""Which open pages hear that something about a mentor changed."""

from typing import TYPE_CHECKING

from accounts.people.models import Band
from config.live.publish import touch
from config.live.registry import person_channel

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.people.models import User
    from mentorship.profiles.models import MentorProfile

PRESENCE = "presence"
LISTS = "queue"
# What pages of other sites show: adults who agreed to it, and nobody else.
OUTSIDE = f"outside:{Band.ADULT}"


def channel_of(viewer: "User | AnonymousUser") -> str:
    """The channel that says what changed about mentors whom the viewer may see.

    Visitors read the adult one, as far as it is public.
    """
    space = viewer.band if viewer.is_authenticated else Band.ADULT
    return f"{LISTS}:{space}"


def touch_mentor(mentor: "MentorProfile", *, left: str = "") -> None:
    """Let the lists of every space this mentor may be listed in, and their own pages, know.

    An adult who was ever cleared touches the teen space too, so that the end of a
    clearance takes the row away there; `left` is a space they belonged to until now.
    Needs `mentor.user`.
    """
    user = mentor.user
    spaces = {user.band, left} - {""}
    if user.band == Band.ADULT and user.clearances.exists():
        spaces.add(Band.TEEN)
    if mentor.shown_outside:
        touch_outside(mentor)
    for space in sorted(spaces):
        touch(f"{LISTS}:{space}", str(mentor.public_id))
    touch(person_channel(user.public_id), PRESENCE)


def touch_outside(mentor: "MentorProfile") -> None:
    """Let the frames in pages of other sites know, also when the mentor just left them."""
    touch(OUTSIDE, str(mentor.public_id))
