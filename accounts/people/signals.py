"""Upward news of people: other apps may repeat a name, a clock or languages."""

from django.dispatch import Signal

# Sent inside the transaction that changed what others see of `user`; `left_space` where they
# moved out of one.
person_changed = Signal()
