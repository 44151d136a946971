"""How far a worker has come, told to whoever looks at the page."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections

from mentorship.intake.errors import LeaseLost
from mentorship.intake.models import ImportPlan

LEASE = timedelta(minutes=3)
TELL_EVERY = timedelta(seconds=1)


class Telling:
    """Notes bytes read and renews the lease, once a second. Raises LeaseLost when it is gone.

    The transaction that writes hides what it does until its end: from inside it another
    connection tells. SQLite lets nobody else write meanwhile, so there the page says no more
    than that the import is being written, and no other worker can take the plan either.
    """

    def __init__(self, plan: ImportPlan, *, now: Callable[[], datetime]) -> None:
        self.plan = plan
        self.now = now
        self.next = now()

    def __call__(self, done: int, total: int) -> None:
        at = self.now()
        if at < self.next:
            return
        self.next = at + TELL_EVERY
        if self.plan.state == ImportPlan.State.WRITING and done * 2 > total:
            self._tell_aside(done, total, at + LEASE)
            return
        held = ImportPlan.objects.filter(pk=self.plan.pk).held_with(self.plan.lease)
        if not held.update(done=done, total=total, leased_until=at + LEASE):
            raise LeaseLost

    def _tell_aside(self, done: int, total: int, until: datetime) -> None:
        """By a connection of its own; what it cannot tell is no reason to stop."""
        if connection.vendor != "postgresql":
            return
        aside = connections.create_connection(DEFAULT_DB_ALIAS)
        with suppress(DatabaseError):
            try:
                with aside.cursor() as cursor:
                    cursor.execute(
                        "UPDATE mentorship_importplan SET done = %s, total = %s, leased_until = %s "
                        "WHERE id = %s AND lease = %s",
                        [done, total, until, self.plan.pk, self.plan.lease],
                    )
            finally:
                aside.close()
