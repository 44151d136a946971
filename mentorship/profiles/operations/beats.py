"""The heartbeats of mentors who are here, written together: one statement a second."""

import threading
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, connections
from django.db.models import Q

from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations.presence import BEAT_EVERY, note_seen
from mentorship.profiles.rules.presence import SEEN_WITHIN

logger = structlog.get_logger(__name__)

TOGETHER = timedelta(seconds=1)
# A beat may wait for the others while the mentor counts as here for longer than that.
IN_TIME = SEEN_WITHIN - timedelta(minutes=1)


def note_beat(*, mentor: MentorProfile, at: datetime) -> None:
    """A device of this mentor was seen. Needs `mentor.user`.

    Whoever the lists do not show as here is noted at once, for that changes what others see.
    The beat of everybody else waits up to TOGETHER; one that is lost comes again within a minute.
    """
    seen = mentor.seen_at
    if seen is None or seen < at - IN_TIME:
        note_seen(user=mentor.user, at=at)
    elif seen <= at - BEAT_EVERY:
        WAITING.add(mentor.pk, at)


def note_seen_together(ids: list[int], *, at: datetime) -> int:
    """Write that devices of these mentors were seen. One statement; how many rows it changed."""
    older = Q(seen_at=None) | Q(seen_at__lt=at)
    return MentorProfile.objects.filter(older, pk__in=ids).update(seen_at=at)


class Waiting:
    """The beats of this process that are still to be written."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._beats: dict[int, datetime] = {}
        self._clock: threading.Timer | None = None

    def add(self, pk: int, at: datetime) -> None:
        """Take a beat, which is written with the others of the same second."""
        with self._lock:
            self._beats[pk] = at
            if self._clock is None:
                self._clock = threading.Timer(TOGETHER.total_seconds(), self._tick)
                self._clock.daemon = True
                self._clock.start()

    def write(self) -> int:
        """Write what waits, in one statement; how many beats that were."""
        with self._lock:
            beats, self._beats, self._clock = self._beats, {}, None
        if beats:
            note_seen_together(list(beats), at=max(beats.values()))
        return len(beats)

    def _tick(self) -> None:
        try:
            self.write()
        except DatabaseError:
            logger.warning("presence.beats_lost")
        finally:
            connections.close_all()


WAITING = Waiting()
