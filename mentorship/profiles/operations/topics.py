"""What there is to talk about: the lists of the community, and what a listener chose of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.audit.operations import record
from accounts.people.errors import NotAllowed
from accounts.people.models import User
from mentorship.profiles.live import touch_mentor
from mentorship.profiles.models import MentorProfile, Topic, TopicWanted, Track
from mentorship.profiles.operations.snapshots import refresh_search_text

WANTED_MAX = 4


@transaction.atomic
def choose_topics_wanted(*, user: User, topics: Sequence[Topic]) -> None:
    """Make the first four of `topics` what `user` would like to talk about, in this order."""
    TopicWanted.objects.filter(user=user).delete()
    TopicWanted.objects.bulk_create(
        TopicWanted(user=user, topic=topic, position=position)
        for position, topic in enumerate(topics[:WANTED_MAX])
    )


@transaction.atomic
def keep_listed(
    row: Topic | Track, *, changed: Sequence[str], actor: User, at: datetime
) -> Topic | Track:
    """Add a topic or a track, or keep how it is worded now; `changed` names the fields.

    The act is recorded, and the lists show the new word and find by it. Raises NotAllowed for
    somebody who does not run the site.
    """
    if not actor.is_superuser:
        raise NotAllowed
    is_new, kind = row.pk is None, row._meta.model_name
    row.save()
    record(
        actor=actor,
        act=f"{'add' if is_new else 'change'} {kind}",
        target=row.slug,
        facts={"changed": list(changed)},
        at=at,
    )
    if not is_new:
        _reword(row)
    return row


def _reword(row: Topic | Track) -> None:
    chosen = {"strengths__topic": row} if isinstance(row, Topic) else {"tracks": row}
    mentors = MentorProfile.objects.filter(**chosen).select_related("user")
    refresh_search_text(ids=mentors.values_list("pk", flat=True))
    for mentor in mentors:
        touch_mentor(mentor)
