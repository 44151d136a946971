"""Say that something changed. Cheap, after the commit, and never a reason for a request to fail."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from config.live import relay
from config.live.models import LiveChannel, LiveKey
from config.live.registry import person_channel

RIGHTS = "rights"


def touch(channel: str, key: str) -> None:
    """Raise the channel's version once this transaction commits, and let open pages know.

    Touches of one transaction become one. A failure is logged and never reaches the caller: the
    change itself is committed by then, and the next touch shows it.
    """
    connection = transaction.get_connection()
    for _savepoints, hook, _robust in connection.run_on_commit:
        batch = getattr(hook, "__self__", None)
        if isinstance(batch, _Batch) and not batch.published:
            # An inner savepoint that fails later costs one needless version, no more.
            batch.keys[channel].add(key)
            return
    batch = _Batch()
    batch.keys[channel].add(key)
    transaction.on_commit(batch.publish, robust=True)


def touch_rights(public_id: object) -> None:
    """What this person may read has changed: their open streams are looked at again at once."""
    touch(person_channel(public_id), RIGHTS)


def rights_changed(channel: str, *, since: int) -> bool:
    """Say whether the rights of a person's channel were touched after version `since`."""
    return LiveKey.objects.filter(channel=channel, key=RIGHTS, version__gt=since).exists()


def version(channel: str) -> int:
    """How often the channel has changed; 0 for one that never did. One read by primary key."""
    return versions([channel])[channel]


def versions(channels: Iterable[str]) -> dict[str, int]:
    """The versions of several channels in one query, 0 for those that never changed."""
    names = list(channels)
    known = dict(LiveChannel.objects.filter(pk__in=names).values_list("channel", "version"))
    return {name: known.get(name, 0) for name in names}


class _Batch:
    """What one transaction touched."""

    def __init__(self) -> None:
        self.keys: dict[str, set[str]] = defaultdict(set)
        self.published = False

    def publish(self) -> None:
        self.published = True
        with transaction.atomic():
            # In one order always, so that two batches cannot wait for each other.
            raised = {channel: _raise(channel, self.keys[channel]) for channel in sorted(self.keys)}
        relay.announce(raised)


def _raise(channel: str, keys: set[str]) -> int:
    """The UPDATE locks the channel's row, so versions rise in the order in which they are
    committed.
    """
    row = LiveChannel.objects.filter(pk=channel)
    if not row.update(version=F("version") + 1):
        LiveChannel.objects.bulk_create([LiveChannel(channel=channel)], ignore_conflicts=True)
        row.update(version=F("version") + 1)
    raised = row.values_list("version", flat=True).get()
    at = timezone.now()
    LiveKey.objects.bulk_create(
        [LiveKey(channel=channel, key=key, version=raised, changed_at=at) for key in sorted(keys)],
        update_conflicts=True,
        unique_fields=["channel", "key"],
        update_fields=["version", "changed_at"],
    )
    return raised
