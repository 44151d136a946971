"""Reads of profiles: named filters (mentors) and who may write to whom (writing)."""

from mentorship.profiles.querysets.mentors import SEEN_WITHIN, MentorProfileQuerySet
from mentorship.profiles.querysets.writing import languages_of, may_write, verdicts_for

__all__ = ["SEEN_WITHIN", "MentorProfileQuerySet", "languages_of", "may_write", "verdicts_for"]
