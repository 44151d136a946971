"""How the pages are served: `gunicorn --config python:config.gunicorn config.wsgi`.

A few processes with a few threads each: a thread waits for the database most of the time.
"""

import gc
from typing import Any

from config import env
from config.logs import LOGGING

bind = f"[{env.HOST}]:{env.port()}" if ":" in env.HOST else f"{env.HOST}:{env.port()}"
worker_class = "gthread"
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
