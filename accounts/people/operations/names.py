"""Names, and whose names nobody else may imitate."""

from accounts.people.models import User
from accounts.people.rules.names import skeleton


def rename(user: User, *, display_name: str) -> None:
    """Give `user` a display name and keep what it reads like; does not save."""
    user.display_name = display_name
    user.name_skeleton = skeleton(display_name)
    user.handle_skeleton = skeleton(user.username)


def protect_name(*, user: User, protected: bool) -> None:
    """Begin or end the protection of this person's names against look-alikes.

    Called by whatever makes somebody a mentor or staff, and by what ends it.
    Staff stay protected for as long as they hold a role.
    """
    user.name_is_protected = protected or user.is_programme_staff or user.is_superuser
    rename(user, display_name=user.display_name)
    user.save(update_fields=["name_is_protected", "name_skeleton", "handle_skeleton"])
