"""What others hear of moderation."""

from django.dispatch import Signal

# A report was decided; sent inside the transaction, with `report`, `actor` and `at`.
report_decided = Signal()
