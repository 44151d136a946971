"""Quality Queue: the live list of mentors who are here now, and its fair order.

Holds the order, the list with its filters, and what the stream shows of it. Does not
hold presence (profiles), places or the talk itself (conversations).
Start reading at rules.in_order, then pages.queue_page.
"""
