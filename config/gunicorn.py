"""How the pages are served: `gunicorn --config python:config.gunicorn config.wsgi`.

A few processes with a few threads each: a thread waits for the database most of the time.
"""

import gc
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from config import env
from config.logs import LOGGING


class Worker(ThreadWorker):
    """Serves whoever has come before it was told to stop, and then is no longer there to come to.

    gunicorn's own leaves its socket open until the last request is over: whoever comes meanwhile
    waits for nobody and is cut off at the end, where a proxy would have asked another process.
    """

    sockets: list[Any]

    def set_accept_enabled(self, enabled: bool) -> None:
        super().set_accept_enabled(enabled)
        if not self.alive:
            for listener in self.sockets:
                self._close(listener)
            self.sockets = []

    def _close(self, listener: Any) -> None:
        listener.setblocking(False)
        before = -1
        while before != self.nr_conns:
            before = self.nr_conns
            self.accept(listener)
        listener.close()


bind = f"[{env.HOST}]:{env.port()}" if ":" in env.HOST else f"{env.HOST}:{env.port()}"
worker_class = Worker
workers = env.WEB_PROCESSES
threads = env.WEB_THREADS
preload_app = True  # a process that ends is followed by another at once

# A process that does nothing at all for so long is replaced; a statement ends much earlier.
timeout = 30
graceful_timeout = 25  # seconds for what is in flight when it is told to stop
max_requests = 10_000
max_requests_jitter = 2_000

# Django's settings decide what a proxy may say, and the proxy alone keeps connections open.
forwarded_allow_ips = ""
keepalive = 0

# No line per request: paths hold the keys of letters. The rest goes where all lines go.
accesslog = None
logconfig_dict: dict[str, Any] = LOGGING | {
    "loggers": LOGGING["loggers"]
    | {"gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True}}
}
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What was loaded is shared by all processes, and left alone by their garbage collectors."""
    gc.collect()
    gc.freeze()
