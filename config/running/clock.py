"""Beat inside a worker (`--beat`) comes back when its process dies. Celery starts it only once."""

from typing import Any

import structlog
from celery import bootsteps
from celery.beat import EmbeddedService
from celery.worker.components import Beat, Timer

logger = structlog.get_logger(__name__)

LOOK_EVERY = 5.0  # seconds


class BeatComesBack(bootsteps.StartStopStep):
    """Where a worker has a beat of its own, look whether it lives."""

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
