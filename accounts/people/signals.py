"""Upward news of people: other apps may repeat a name, a clock or languages."""

from django.dispatch import Signal

# Sent inside the transaction that changed what others see of `user`.
person_changed = Signal()
