"""`make up`: from a clone and an empty folder to an open site. Every refusal is one sentence."""

import errno
import gc
import hashlib
import os
import shlex
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.mail import get_connection
from django.core.management import CommandError, call_command
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
        "2",  # a long import holds up nothing that is due
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
    for name in ("broker/queue", "broker/control", "mail", "media", "tmp"):
        (env.VAR / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    env.STATIC_DIR.mkdir(parents=True, exist_ok=True)


def refuse_busy_port(host: str, port: int) -> None:
    """Raise CannotStart when somebody else answers on the port, or HOST is not this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            if isinstance(reason, socket.gaierror) or reason.errno == errno.EADDRNOTAVAIL:
                raise CannotStart(
                    f"HOST is {host!r}, which is no address of this machine ({reason.strerror}): "
                    "give one of its own, or 0.0.0.0 for all of them."
                ) from reason
            raise CannotStart(
                f"Port {port} of {host} cannot be used ({reason.strerror}): stop what "
                f"runs there, or choose another, as in PORT={_other_than(port)} make up."
            ) from reason


def _other_than(port: int) -> int:
    return port + 1 if 1024 <= port < 65_535 else 8000


def refuse_silent_database() -> None:
    """Raise CannotStart when the database does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as reason:
        raise CannotStart(
            f"The database does not answer ({_first_line(reason)}): "
            "start it, correct DATABASE_URL, or leave it out to use the file in var/."
        ) from reason


def refuse_silent_services() -> None:
    """Raise CannotStart when the database, Redis or the mail server does not answer."""
    refuse_silent_database()
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

    Raise CannotStart when a real community would be opened under the sample's looser rules,
    or the sample, whose passwords everybody knows, as a real one.
    """
    people = get_user_model().objects
    holds_sample = people.filter(is_sample=True).exists()
    if settings.SAMPLE and not holds_sample and people.exists():
        raise CannotStart(
            "This database holds a real community, which must not be opened as a sample: "
            "start it with SAMPLE=0 make up."
        )
    if holds_sample and not settings.SAMPLE:
        raise CannotStart(
            "This database holds the sample community, whose passwords everybody knows: "
            "start it without SAMPLE=0, or start empty with another DATABASE_URL or VAR_DIR."
        )
    if settings.SAMPLE:
        if not holds_sample:
            call_command("load_sample")
    elif not people.filter(is_coordinator=True).exists():
        _welcome_first_coordinator()


def _welcome_first_coordinator() -> None:
    """Ask on the terminal until an address serves; where nobody can answer, name the command."""
    while email := _answer("E-mail address of the first coordinator (Enter to do it later): "):
        try:
            call_command("add_coordinator", email)
        except CommandError as refusal:
            sys.stdout.write(f"{refusal}\n")
        else:
            return
    sys.stdout.write(
        "Nobody coordinates this community yet. Add the first coordinator with\n"
        "    .venv/bin/python manage.py add_coordinator EMAIL\n"
    )


def _answer(question: str) -> str:
    """What somebody types at the terminal; nothing where there is none, or at its end."""
    if not sys.stdin.isatty():
        return ""
    try:
        return input(question).strip()
    except EOFError:
        sys.stdout.write("\n")
        return ""


def collect_static_files() -> None:
    """Compress and name the static files again when one of them has changed."""
    known = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            known.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = env.STATIC_DIR / ".collected"
    if stamp.exists() and stamp.read_text(encoding="ascii") == known.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(known.hexdigest(), encoding="ascii")


def greeting() -> str:
    """What the person at the terminal needs: where to look, and who to be."""
    lines = ["", f"{settings.NOUNS['product'].cap} is open at {env.plain_address()}"]
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
        with suppress(OSError):  # a terminal that was closed; the children must be stopped still
            super().write(message)
            if message.name == "web" and b"event=listening" in bytes(message.data or b""):
                self.output.write(self.words + "\n")
                self.output.flush()


class Children(Manager):
    """Honcho, which ends what is left SECONDS_FOR_ALL after a signal.

    Its own five seconds begin only when the first child has stopped, and a signal while the
    children start would leave them behind. What a task did not finish is still due in the
    database.
    """

    def terminate(self) -> None:
        if not self._all_started():  # honcho cannot stop a child whose number it does not know yet
            threading.Timer(0.1, self.terminate).start()
            return
        super().terminate()
        last_call = threading.Timer(SECONDS_FOR_ALL, self.kill)
        last_call.daemon = True
        last_call.start()


def serve() -> int:
    """Run the web process and the worker until a signal; honcho's return code."""
    # A closed terminal stops everything as Ctrl-C does; honcho knows no SIGHUP.
    signal.signal(signal.SIGHUP, lambda *_told: os.kill(os.getpid(), signal.SIGTERM))
    gc.freeze()  # so that leaving takes no look at all that was loaded
    children = Children(Greeter(greeting()))
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
