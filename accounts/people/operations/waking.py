"""A dormant person becomes an ordinary one."""

from datetime import datetime

from allauth.account.models import EmailAddress

from accounts.people.models import User


def wake(*, user: User, at: datetime) -> None:
    """Let `user` sign in from now on, with a verified address; call it in a transaction.

    The letter that brought them here went to that address, or an operator vouches for it.
    """
    user.woken_at = user.woken_at or at
    user.save(update_fields=["woken_at"])
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
