"""The site in one process, pages and streams: `python -m config.live.serve [--grace SECONDS]`.

With `--only-streams` it answers `/live/` alone, beside processes that serve the pages.

uvicorn as it is, with three things of our own: streams end when it is told to stop, the kernel
buffers little for readers who do not read, and what was loaded at start is left alone by the
garbage collector.
"""

import argparse
import gc
import signal
import socket
import sys
import warnings
from types import FrameType

import structlog
import uvicorn

from config import env
from config.asgi import application
from config.live.alone import elsewhere
from config.live.asgi import WithLive

log = structlog.get_logger(__name__)

SEND_BUFFER = 32 * 1024  # bytes; inherited by every accepted connection
BACKLOG = 2048
# Thousands of streams are thousands of objects that live long: each look at all of them is a pause.
RARELY = (50_000, 20, 100)
GRACE = 25  # seconds that a request in flight may still take when the server is told to stop


class Server(uvicorn.Server):
    """Ends the streams first: uvicorn waits for open connections before it says so by lifespan."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*RARELY)
        log.info("listening", port=env.port())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.config.app.close()  # type: ignore[union-attr]
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Exits with one sentence when somebody else has the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    try:
        listening.bind((host, port))
    except OSError as refusal:
        sys.exit(f"Nothing can listen at {host}:{port} ({refusal.strerror}): set PORT to another.")
    return listening


def main() -> None:
    """Serve until INT or TERM, then leave with exit code 0."""
    # Static files are read in a thread, as this says they will be; nothing is to be done.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous")
    arguments = _read_arguments()
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            told, _leave
        )  # uvicorn raises what it was told once more after it has stopped
    config = uvicorn.Config(
        WithLive(elsewhere) if arguments.only_streams else application,
        lifespan="on",
        ws="none",
        backlog=BACKLOG,
        log_config=None,
        proxy_headers=False,  # Django's settings decide what a proxy may say
        server_header=False,
        timeout_graceful_shutdown=arguments.grace,
    )
    Server(config).run(sockets=[listen(env.HOST, env.port())])


def _read_arguments() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description="Serve pages and streams.")
    arguments.add_argument("--grace", type=int, default=GRACE, help="seconds for what is in flight")
    arguments.add_argument("--only-streams", action="store_true", help="no pages but /healthz")
    return arguments.parse_args()


def _leave(_told: int, _frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    main()
