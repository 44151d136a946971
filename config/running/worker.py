"""What a worker outlives, and Celery's own does not: a broker that dies, a beat that dies."""

from collections.abc import Callable
from typing import Any

import structlog
from celery import bootsteps
from celery.beat import EmbeddedService
from celery.worker import consumer
from celery.worker.components import Beat, Timer

logger = structlog.get_logger(__name__)

LOOK_EVERY = 5.0  # seconds


class Consumer(consumer.Consumer):
    """Goes on where a broker died in the middle of an answer.

    The connection is then closed twice, and the second time asks what the first took away; so
    does what was to be told to the broker that is gone. The fault would end the worker, while all
    there is to do is to connect again.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.loop = _or_connect_again(self.loop)  # type: ignore[has-type]

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError:
            self.connection = None
            logger.warning("broker.half_closed")


def _or_connect_again(loop: Callable[..., None]) -> Callable[..., None]:
    def watched(*arguments: Any, **options: Any) -> None:
        try:
            loop(*arguments, **options)
        except AttributeError as fault:
            raise ConnectionError("the broker was half closed") from fault

    return watched


class BeatComesBack(bootsteps.StartStopStep):
    """Where a worker has a beat of its own (`--beat`), look whether it lives: Celery starts it
    once.
    """

    requires = (Timer, Beat)

    def start(self, worker: Any) -> None:
        if worker.beat is not None:
            worker.timer.call_repeatedly(LOOK_EVERY, self._look, (worker,))

    def _look(self, worker: Any) -> None:
        if worker.beat.is_alive():
            return
        logger.warning("beat.started_again")
        worker.beat = EmbeddedService(
            worker.app, schedule_filename=worker.schedule_filename, scheduler_cls=worker.scheduler
        )
        worker.beat.start()
        worker.blueprint[Beat.name].obj = worker.beat  # so that it stops with the worker
