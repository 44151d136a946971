"""Lines for operators: what happened, when, in which request; never the words of people.

One line is one event, in UTC. Our own loggers name an event by a code (`mail.failed`) and add ids.
What libraries say is kept without the values they would put in, and a fault without its words:
a database quotes the row that it refuses, and a path may hold the key of a reset link.
"""

import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

from config import env

Event = dict[str, Any]

OURS = ("config", "accounts", "mentorship")
FRAMES, LONGEST = 12, 600
# From here on a sentence without arguments may be about somebody: "Invalid HTTP_HOST header: 'x'".
VALUES_BEGIN = re.compile(r"[:'\"\n<{\[=@/]|\d")
# Where a library would put a value in: a reader shall see that one was there.
PLACE = re.compile(r"%(\(\w+\))?[-+ #0]*(\d+|\*)?(\.\d+)?[a-zA-Z]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# Python would print what a line was made of when it cannot be written.
logging.raiseExceptions = False


def without_values(_logger: Any, _name: str, event: Event) -> Event:
    """A line of a library keeps its pattern, and loses what was to be put in."""
    record: logging.LogRecord = event["_record"]
    given = event.pop("positional_args", ())
    if record.name.split(".")[0] in OURS:
        return event
    said = str(record.msg)
    words = PLACE.sub("...", said) if given else VALUES_BEGIN.split(said)[0]
    event["event"] = " ".join(words.split())
    if record.name == "django.request":
        event |= {"event": "request.failed", "status": getattr(record, "status_code", 0)}
    if record.name == "celery.app.trace" and isinstance(given, dict):
        event |= {"event": "task.failed", "task": given.get("name", "")}
    return event


def fault_without_words(_logger: Any, _name: str, event: Event) -> Event:
    """A fault as its types and places; of the database's also the code and the rule it broke."""
    fault = _fault(event.pop("exc_info", None))
    event.pop("stack_info", None)
    if fault is None:
        return event
    causes = list(_causes(fault))
    event["fault"] = " < ".join(type(cause).__name__ for cause in causes)
    event["at"] = " > ".join(list(_places(fault.__traceback__))[-FRAMES:])
    for cause in causes:
        diagnosis = getattr(cause, "diag", None)
        if diagnosis is not None:
            event |= {"sqlstate": diagnosis.sqlstate, "rule": diagnosis.constraint_name}
    return event


def _fault(given: Any) -> BaseException | None:
    if given is True:
        given = sys.exc_info()
    return given[1] if isinstance(given, tuple) else given or None


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    """The fault, and what it came of; a chain that closes on itself ends."""
    known: set[int] = set()
    while fault is not None and id(fault) not in known:
        known.add(id(fault))
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Our own lines on the way to the fault, and the last one whosever it is."""
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        own = path.is_relative_to(env.ROOT) and ".venv" not in path.parts
        if own or trace.tb_next is None:
            where = path.relative_to(env.ROOT) if own else path.name
            yield f"{where}:{trace.tb_lineno}:{code.co_name}"
        trace = trace.tb_next


def in_one_line(_logger: Any, _name: str, event: Event) -> Event:
    """No value ends a line, colours a terminal or fills a disk, whoever it comes from."""
    return {key: _tame(value) for key, value in event.items()}


def _tame(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    words = str(value)
    words = CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), words)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}..."


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_RENDERERS: dict[str, Any] = {
    "logfmt": structlog.processors.LogfmtRenderer(
        key_order=[
            *("timestamp", "level", "logger", "event"),
            *("request_id", "actor", "task", "task_id"),
        ],
        drop_missing=True,
    ),
    "json": structlog.processors.JSONRenderer(),
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "pass_foreign_args": True,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                fault_without_words,
                in_one_line,
                _RENDERERS[env.LOG_FORMAT],
            ],
            "foreign_pre_chain": [*_SHARED, without_values],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        # Refusals have a line of their own, see `config.middleware.request_id`.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "uvicorn": {"level": "WARNING"},
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        # What becomes of the processes of a worker; the library keeps it from the root.
        "multiprocessing": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}

structlog.configure(
    processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
