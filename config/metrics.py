"""Numbers of this machine's processes, for Prometheus; off without METRICS_TOKEN.

Each process writes its numbers into files of its own in VAR_DIR/metrics, and whichever is asked
adds up those of all: web, live and worker processes that share VAR_DIR are seen as one, and every
scrape is true. A process takes the first number that nobody holds, so that one which comes after
another goes on counting in its files, and the files do not grow in number with every restart.
"""

import fcntl
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import IO

from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)
from prometheus_client.registry import Collector

from config import env

TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Numbers:
    """What is counted. No label names a person, a talk or a path."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        # The library asks the environment for its folder, and a module of its own for the rest.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        values.ValueClass = values.MultiProcessValue(_own_number(folder))
        own = CollectorRegistry()
        self.requests = Counter(
            "quality_queue_requests", "Requests.", ["view", "method", "status"], registry=own
        )
        self.seconds = Histogram(
            "quality_queue_request_seconds", "How long requests took.", ["view"],
            buckets=SECONDS, registry=own,
        )  # fmt: skip
        self.tasks = Counter("quality_queue_tasks", "Tasks done.", ["task", "state"], registry=own)
        self.streams = Gauge(
            "quality_queue_streams_open", "Streams open now.", multiprocess_mode="livesum",
            registry=own,
        )  # fmt: skip
        self.deliveries = Counter(
            "quality_queue_stream_deliveries", "Changes written to streams.", registry=own
        )

    def note_request(self, *, view: str, method: str, status: int, seconds: float) -> None:
        self.requests.labels(view, method, str(status)).inc()
        self.seconds.labels(view).observe(seconds)

    def written(self, more: Collector | None = None) -> bytes:
        """The numbers of all processes of this machine, and of another collector."""
        _forget_the_gone(self.folder)
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, str(self.folder))
        if more is not None:
            registry.register(more)
        return generate_latest(registry)


def may_read(authorization: str) -> bool:
    """The header carries the token; nobody may where there is none."""
    token = env.METRICS_TOKEN
    return bool(token) and constant_time_compare(authorization, f"Bearer {token}")


def _own_number(folder: Path) -> Callable[[], int]:
    """A function that answers with a number no other process holds; another one after a fork."""
    held: dict[int, tuple[int, IO[bytes]]] = {}

    def number() -> int:
        me = os.getpid()
        if me not in held:
            held.clear()
            held[me] = _take_number(folder)
        return held[me][0]

    return number


def _take_number(folder: Path) -> tuple[int, IO[bytes]]:
    for number in count():
        lock = _locked(folder / f"{number}.lock")
        if lock is not None:
            _forget_gauges(folder, number)
            return number, lock
    raise AssertionError  # count() does not end


def _locked(path: Path) -> IO[bytes] | None:
    """The file, locked until it is closed or its process ends; None where another holds it."""
    lock = path.open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _forget_the_gone(folder: Path) -> None:
    """What a process has open ends with it; what it counted stays."""
    for path in folder.glob("*.lock"):
        lock = _locked(path)
        if lock is not None:
            with lock:
                _forget_gauges(folder, int(path.stem))


def _forget_gauges(folder: Path, number: int) -> None:
    for path in folder.glob(f"gauge_*_{number}.db"):
        path.unlink(missing_ok=True)


numbers: Numbers | None = Numbers(env.VAR / "metrics") if env.METRICS_TOKEN else None
