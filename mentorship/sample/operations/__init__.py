"""What the sample does: it is loaded once, and its mentors come, go and answer."""

from mentorship.sample.operations.answers import answer_first_messages
from mentorship.sample.operations.hours import keep_hours
from mentorship.sample.operations.load import load_sample

__all__ = ["answer_first_messages", "keep_hours", "load_sample"]
