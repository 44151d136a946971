"""What the pages of the queue show: rows, and the list they stand in."""

from mentorship.queue.pages.listing import SORT_WORDS, QueuePage, queue_page
from mentorship.queue.pages.rows import Row, rows_for_stream, rows_of

__all__ = ["SORT_WORDS", "QueuePage", "Row", "queue_page", "rows_for_stream", "rows_of"]
