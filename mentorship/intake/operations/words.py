"""Topics and tracks of an export."""

from collections.abc import Sequence
from typing import TypeVar

from mentorship.intake.operations.changes import Change, Run
from mentorship.profiles.models import Topic, Track

Word = TypeVar("Word", Topic, Track)


def fill_topics(changes: Sequence[Change], run: Run) -> None:
    """Topics by slug; name and description are written where their cell differs."""
    _fill(Topic, changes)
    learn_words(run)


def fill_tracks(changes: Sequence[Change], run: Run) -> None:
    """Tracks by slug, as topics."""
    _fill(Track, changes)
    learn_words(run)


def learn_words(run: Run) -> None:
    """Let the run know the topics and tracks of this installation by slug."""
    run.topics = dict(Topic.objects.values_list("slug", "pk"))
    run.tracks = dict(Track.objects.values_list("slug", "pk"))


def _fill(model: type[Word], changes: Sequence[Change]) -> None:
    slugs = [change.row.key for change in changes]
    existing = {word.slug: word for word in model.objects.filter(slug__in=slugs)}
    columns = ("name", "description")
    model.objects.bulk_create(
        model(slug=change.row.key, **{column: change.values[column] for column in columns})
        for change in changes
        if change.row.key not in existing
    )
    for column in columns:
        touched = [
            change for change in changes if column in change.changed and change.row.key in existing
        ]
        for change in touched:
            setattr(existing[change.row.key], column, change.values[column])
        model.objects.bulk_update([existing[change.row.key] for change in touched], [column])
