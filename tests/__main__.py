"""`make test`: the suite on SQLite and, where a PostgreSQL answers, again on PostgreSQL."""

import getpass
import os
import subprocess
import sys

from tests.selection import REQUIRE_ALL, postgres_answers

# Two processes; files in the order of the collection, which puts Chromium last in both.
SHARED = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]
PYTEST = [sys.executable, "-m", "pytest", "-q", *SHARED]


def postgres_url():
    """TEST_DATABASE_URL, else the usual local port as the person who runs this."""
    user = os.environ.get("PGUSER", getpass.getuser())
    return os.environ.get("TEST_DATABASE_URL") or f"postgres://{user}@127.0.0.1:5432/postgres"


def run(url, *, postgres_follows=False):
    """The suite on one database, whose name is this run's own; Chromium comes with the last."""
    own = {"DATABASE_URL": url, "REDIS_URL": "", "EMAIL_URL": "", "SAMPLE": "0"}
    own |= {"TEST_DATABASE_NAME": f"test_quality_queue_{os.getpid()}" if url else ""}
    own["POSTGRES_FOLLOWS"] = "1" if postgres_follows else ""
    return subprocess.run([*PYTEST, *sys.argv[1:]], env=os.environ | own, check=False).returncode


def main():
    url = postgres_url()
    answers = postgres_answers(url)
    if REQUIRE_ALL and not answers:
        sys.exit("REQUIRE_ALL=1, but no PostgreSQL answers at TEST_DATABASE_URL or port 5432.")
    if not answers:
        sys.stdout.write("Left out: the run on PostgreSQL, because none answers at ")
        sys.stdout.write("TEST_DATABASE_URL or the usual local port.\n")
        sys.stdout.flush()
    failed = run("", postgres_follows=answers)
    if answers:
        failed = run(url) or failed
    sys.exit(failed)


if __name__ == "__main__":
    main()
