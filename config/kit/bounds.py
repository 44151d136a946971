"""Lengths that the database itself keeps: SQLite does not look at `max_length`."""

from django.db.models import BaseConstraint, CheckConstraint
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual


def bounded(**lengths: int) -> list[BaseConstraint]:
    """One constraint for each field: at most so many characters."""
    return [
        CheckConstraint(
            condition=LessThanOrEqual(Length(field), longest),
            name=f"%(class)s_{field}_is_bounded",
        )
        for field, longest in lengths.items()
    ]
