"""When somebody was last here."""

from datetime import datetime, timedelta

from django.db.models import Q

from accounts.people.models import User

FRESH_FOR = timedelta(minutes=5)


def note_seen(*, user: User, at: datetime) -> bool:
    """Note that `user` is here, at most once in five minutes; say whether a row was written."""
    if user.last_seen_at and user.last_seen_at > at - FRESH_FOR:
        return False
    stale = Q(last_seen_at__isnull=True) | Q(last_seen_at__lt=at)
    User.objects.filter(stale, pk=user.pk).update(last_seen_at=at)
    user.last_seen_at = at
    return True
