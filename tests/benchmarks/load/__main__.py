"""`make bench-load`: two minutes of a community's traffic on the site as it is deployed.

`python -m tests.benchmarks.load [--seconds N] [--small]`. 40 requests a second and 200 streams, on
a database of its own beside the one that DATABASE_URL names (or the usual local one), which is
taken away again. Merges its figures into var/bench.json and leaves with 1 when one is over its
limit.
"""

import argparse
import os
import secrets
import shutil
import sys
from urllib.parse import urlsplit

from tests.__main__ import postgres_url
from tests.architecture.source import ROOT
from tests.selection import postgres_answers, program

VAR = ROOT / "var" / "bench-load"


def main():
    arguments = _read_arguments()
    server = os.environ.get("DATABASE_URL") or postgres_url()
    if words := _missing(server):
        sys.exit(words)
    shutil.rmtree(VAR, ignore_errors=True)
    VAR.mkdir(parents=True)
    _surround(server)
    import django

    django.setup()
    from tests.benchmarks.load import run

    size = run.SMALL if arguments.small else run.WHOLE
    sys.exit(run.run(size, arguments.seconds, VAR, ROOT / "var" / "bench.json"))


def _read_arguments():
    arguments = argparse.ArgumentParser(description="Two minutes of a community's traffic.")
    arguments.add_argument("--seconds", type=int, default=120, help="how long it is measured")
    arguments.add_argument("--small", action="store_true", help="a community that is made quickly")
    return arguments.parse_args()


def _missing(server):
    """What this machine lacks for the run, as a sentence; empty when it lacks nothing."""
    if not server.startswith("postgres") or not postgres_answers(server):
        return (
            "The load needs a PostgreSQL, and none answers: name one that may make databases with "
            "DATABASE_URL=postgres://user:password@host:5432/postgres, or start the local one."
        )
    if program("redis-server") is None:
        return "The load needs redis-server (on Debian: apt install redis-server)."
    return ""


def _surround(server):
    """The settings of a deployment, and a database whose name is this run's own."""
    name = f"quality_queue_load_{os.getpid()}"
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings.prod",
        VAR_DIR=str(VAR / "var"),
        DATABASE_URL=urlsplit(server)._replace(path=f"/{name}").geturl(),
        SECRET_KEY=secrets.token_urlsafe(64),
        ALLOWED_HOSTS="localhost",
        EMAIL_URL="consolemail://",
        REDIS_URL="",
        SAMPLE="0",
    )


if __name__ == "__main__":
    main()
