"""The one thing home writes down: that somebody has seen the first card."""

from datetime import datetime

from accounts.people.models import User


def see_first_card(*, user: User, at: datetime) -> None:
    """The first card has done its work for `user` and is not shown again. Safe to run twice."""
    User.objects.filter(pk=user.pk, first_card_seen_at=None).update(first_card_seen_at=at)
