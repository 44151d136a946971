"""Registry of the tables that belong to the wiring: the version rows of the live stream."""

from config.live.models import LiveChannel, LiveKey

__all__ = ["LiveChannel", "LiveKey"]
