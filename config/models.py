"""Registry of the tables of the wiring: version rows of the live stream, signs of life."""

from config.live.models import LiveChannel, LiveKey
from config.running.models import Heartbeat

__all__ = ["Heartbeat", "LiveChannel", "LiveKey"]
