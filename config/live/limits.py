"""How many streams, how often, how long. In seconds where nothing else is said."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Limits:
    streams: int = 500
    per_person: int = 3
    apart: int = 200  # of families whose readers are counted apart, see `registry.Family`
    connects_per_minute: int = 30
    heartbeat: float = 25.0
    life: float = 600.0
    slice: float = 0.25  # at most one write to a reader, and one look at a channel, in this time
    look_every: float = 0.5  # at the version rows, without Redis or while it is silent
    look_with_redis_every: float = 5.0  # a missed message is healed after this
    recheck_every: float = 9.0  # who may read: within 10 seconds, the looking included
    goodbye: float = 1.0  # a reader that does not take its last words is cut off

    @property
    def visitors(self) -> int:
        """Streams of visitors without an account, so that they cannot keep members out."""
        return max(1, self.streams // 2)


def from_settings() -> Limits:
    return Limits(
        streams=settings.LIVE_STREAMS,
        per_person=settings.LIVE_STREAMS_PER_PERSON,
        apart=settings.EMBED_STREAMS,
    )
