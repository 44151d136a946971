"""`make up`: from a clone and an empty folder to an open site. Every refusal is one sentence."""

import hashlib
import os
import shlex
import socket
import sys
import threading
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.mail import get_connection
from django.core.management import call_command
from django.db import DatabaseError, connection
from honcho.manager import Manager
from honcho.printer import Message, Printer

from config import env

DEMO_PASSWORD = "quality-queue-demo"  # noqa: S105  (known to everybody; the sample alone uses it)
DEMO_LOGINS = ("listener", "mentor", "teen", "coordinator", "moderator")

# Everything is gone within 5 s of a signal, on a busy machine too.
SECONDS_FOR_OPEN_REQUESTS = "1"
SECONDS_FOR_ALL = 2.8

# Pages with streams, and one worker with beat that needs no other worker.
CHILDREN = {
    "web": ["config.live.serve", "--grace", SECONDS_FOR_OPEN_REQUESTS],
    "worker": [
        "celery",
        "--quiet",
        "--app",
        "config",
        "worker",
        "--beat",
        "--concurrency",
        "1",
        "--loglevel",
        "WARNING",
        "--without-gossip",
        "--without-mingle",
        "--without-heartbeat",
    ],
}


class CannotStart(Exception):
    """The start stops here; the message says what to do."""


def make_folders() -> None:
    """Everything of this machine lives in var/, which nobody else may read."""
    os.umask(0o077)
    for name in ("broker/queue", "broker/control", "mail", "media", "static", "tmp"):
        (env.VAR / name).mkdir(mode=0o700, parents=True, exist_ok=True)


def refuse_busy_port(host: str, port: int) -> None:
    """Raise CannotStart when somebody else answers on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            raise CannotStart(
                f"Port {port} of {host} cannot be used ({reason.strerror}): "
                f"stop what runs there, or choose another, as in PORT={port + 1} make up."
            ) from reason


def refuse_silent_services() -> None:
    """Raise CannotStart when the database, Redis or the mail server does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as reason:
        raise CannotStart(
            f"The database does not answer ({_first_line(reason)}): "
            "start it, correct DATABASE_URL, or leave it out to use the file in var/."
        ) from reason
    if settings.REDIS_URL:
        try:
            redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2).ping()
        except redis.RedisError as reason:
            raise CannotStart(
                f"Redis does not answer ({_first_line(reason)}): "
                "start it, correct REDIS_URL, or leave it out to run without Redis."
            ) from reason
    try:
        with get_connection():
            pass
    except OSError as reason:
        raise CannotStart(
            f"The mail server does not answer ({_first_line(reason)}): "
            "correct EMAIL_URL, or leave it out to write mails to var/mail."
        ) from reason


def _first_line(reason: Exception) -> str:
    return str(reason).strip().split("\n")[0].rstrip(".")


def make_database() -> None:
    """Bring the tables up to date."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def welcome_first_people() -> None:
    """Fill an empty database: the sample community, or the first coordinator.

    Raise CannotStart when a real community would be opened under the sample's looser rules.
    """
    people = get_user_model().objects
    if people.exists():
        if settings.SAMPLE and not people.filter(is_sample=True).exists():
            raise CannotStart(
                "This database holds a real community, which must not be opened as a sample: "
                "start it with SAMPLE=0 make up."
            )
        return
    if settings.SAMPLE:
        call_command("load_sample")
        return
    email = ""
    if sys.stdin.isatty():
        email = input("E-mail address of the first coordinator (Enter to do it later): ").strip()
    if email:
        call_command("add_coordinator", email)
    else:
        sys.stdout.write(
            "Nobody is here yet. Add the first coordinator with\n"
            "    .venv/bin/python manage.py add_coordinator EMAIL\n"
        )


def collect_static_files() -> None:
    """Compress and name the static files again when one of them has changed."""
    known = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            known.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = env.VAR / "static" / ".collected"
    if stamp.exists() and stamp.read_text(encoding="ascii") == known.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(known.hexdigest(), encoding="ascii")


def address(port: int) -> str:
    return f"http://localhost:{port}"


def greeting(port: int) -> str:
    """What the person at the terminal needs: where to look, and who to be."""
    lines = ["", f"{settings.NOUNS['product'].cap} is open at {address(port)}"]
    if settings.SAMPLE:
        logins = ", ".join(f"{name}@example.org" for name in DEMO_LOGINS)
        lines += [f"Sample community. Sign in as {logins}", f"with the password {DEMO_PASSWORD}"]
    return "\n".join([*lines, "Ctrl-C stops everything.", ""])


class Greeter(Printer):
    """Honcho's printer, which greets once the web process listens."""

    def __init__(self, words: str) -> None:
        super().__init__(sys.stdout)
        self.words = words

    def write(self, message: Message) -> None:
        super().write(message)
        if message.name == "web" and b"event=listening" in bytes(message.data or b""):
            self.output.write(self.words + "\n")
            self.output.flush()


class Children(Manager):
    """Honcho, which ends what is left SECONDS_FOR_ALL after a signal.

    Its own five seconds begin only when the first child has stopped. What a task did not
    finish is still due in the database.
    """

    def terminate(self) -> None:
        super().terminate()
        last_call = threading.Timer(SECONDS_FOR_ALL, self.kill)
        last_call.daemon = True
        last_call.start()


def serve(port: int) -> int:
    """Run the web process and the worker until a signal; honcho's return code."""
    children = Children(Greeter(greeting(port)))
    surroundings = os.environ | {
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(env.VAR / "tmp"),
        "REMAP_SIGTERM": "SIGQUIT",  # a worker that is told to stop waits for no long task
    }
    for name, command in CHILDREN.items():
        line = shlex.join([sys.executable, "-m", *command])
        children.add_process(name, f"exec {line}", env=surroundings)
    children.loop()
    return children.returncode or 0
