"""A task's lines carry the request that woke it, and every task's lines its own name."""

from typing import Any

import structlog
from celery import signals

from config import metrics

logger = structlog.get_logger(__name__)

REQUEST_ID = "request_id"
_bound: dict[str, Any] = {}


@signals.setup_logging.connect
def keep_logging(**_options: Any) -> None:
    """Celery sets up nothing where somebody listens: Django's settings hold in the worker, too."""


@signals.before_task_publish.connect
def name_request(headers: dict[str, Any] | None = None, **_options: Any) -> None:
    """The message carries the id of the request, or of the task, that sends it."""
    named = structlog.contextvars.get_contextvars().get(REQUEST_ID)
    if headers is not None and named:
        headers[REQUEST_ID] = named


@signals.task_prerun.connect
def begin(task_id: str, task: Any, **_options: Any) -> None:
    known = {"task": task.name, "task_id": task_id}
    if named := task.request.get(REQUEST_ID):
        known[REQUEST_ID] = named
    _bound[task_id] = structlog.contextvars.bind_contextvars(**known)


@signals.task_postrun.connect
def end(task_id: str, task: Any, state: str = "", **_options: Any) -> None:
    """Say that a task of a request is done; those by the clock say nothing unless they fail."""
    if metrics.numbers is not None:
        metrics.numbers.tasks.labels(task.name, state or "LOST").inc()
    if state == "SUCCESS" and REQUEST_ID in structlog.contextvars.get_contextvars():
        logger.info("task.done")
    structlog.contextvars.reset_contextvars(**_bound.pop(task_id, {}))
