"""What a listener would like to talk about."""

from collections.abc import Sequence

from django.db import transaction

from accounts.people.models import User
from mentorship.profiles.models import Topic, TopicWanted

WANTED_MAX = 4


@transaction.atomic
def choose_topics_wanted(*, user: User, topics: Sequence[Topic]) -> None:
    """Make the first four of `topics` what `user` would like to talk about, in this order."""
    TopicWanted.objects.filter(user=user).delete()
    TopicWanted.objects.bulk_create(
        TopicWanted(user=user, topic=topic, position=position)
        for position, topic in enumerate(topics[:WANTED_MAX])
    )
