"""What the pages of the queue show: rows, and the list they stand in."""

from mentorship.queue.pages.chats import open_chats
from mentorship.queue.pages.held import ListOf, list_html
from mentorship.queue.pages.listing import SORT_WORDS, QueuePage, queue_page
from mentorship.queue.pages.rows import Row, rows_for_stream, rows_of

__all__ = [
    "SORT_WORDS",
    "ListOf",
    "QueuePage",
    "Row",
    "list_html",
    "open_chats",
    "queue_page",
    "rows_for_stream",
    "rows_of",
]
