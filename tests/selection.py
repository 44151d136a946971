"""Which tests this machine can run. The others are deselected, and the run says why."""

import os
import shutil
from functools import cache

import psycopg2
import pytest
import redis
from django.db import connection
from xdist.scheduler import LoadFileScheduling

REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")
SERVICES = "tests/services/"
POSTGRES_FOLLOWS = os.environ.get("POSTGRES_FOLLOWS") == "1"
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


def chromium():
    """The path of Debian's Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def program(name):
    """The path of a program, also of one that only administrators have in their path."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def postgres_answers(url):
    try:
        psycopg2.connect(url, connect_timeout=2).close()
    except psycopg2.Error:  # silent, or no address at all
        return False
    return True


def redis_answers():
    try:
        client = redis.from_url(REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
        return bool(client.ping())
    except redis.RedisError:
        return False


@cache
def missing_services():
    """Marker -> the reason why its tests cannot run on this machine."""
    reasons = {}
    if not redis_answers():
        reasons["redis"] = "no Redis answers at TEST_REDIS_URL or the usual local port"
    if missing := [
        name for name in ("nginx", "redis-server", "docker-compose") if program(name) is None
    ]:
        reasons["services"] = f"there is no {' and no '.join(missing)} (on Debian: apt install)"
    if chromium() is None:
        reasons["browser"] = "there is no Chromium (on Debian: apt install chromium)"
    return reasons


@cache
def other_database():
    """Marker -> the reason why its tests belong to the run on the other database."""
    if connection.vendor == "postgresql":
        return {"sqlite": "this run is on PostgreSQL"}
    names = ["postgres", "races", "services", *(["browser"] if POSTGRES_FOLLOWS else [])]
    return dict.fromkeys(names, "this run is on SQLite")


def pytest_addoption(parser):
    parser.addoption(
        "--whole-corpus",
        action="store_true",
        help="send every bad value to every field, parameter and path; a quarter of an hour",
    )


def pytest_configure(config):
    if REQUIRE_ALL and missing_services():
        raise pytest.UsageError(f"REQUIRE_ALL=1, but {'; '.join(missing_services().values())}.")


def pytest_collection_modifyitems(config, items):
    unfit = missing_services().keys() | other_database().keys()
    chosen, left = [], []
    for item in items:
        unfits = any(item.get_closest_marker(name) for name in unfit)
        (left if unfits or _has_no_case(item) else chosen).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
    # Chromium comes last: its driver leaves an event loop running in the process.
    items[:] = sorted(chosen, key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Each file has a process of its own, and so have all that share the running deployment."""
    if config.getoption("dist") == "loadfile":
        return _OneDeployment(config, log)
    return None


class _OneDeployment(LoadFileScheduling):
    def _split_scope(self, nodeid):
        return process_of(nodeid)


def process_of(nodeid):
    """What runs in one process: a file, or all tests of the deployment."""
    return SERVICES if nodeid.startswith(SERVICES) else nodeid.split("::")[0]


def _has_no_case(item):
    """A vector test for which the folder of VECTORS has no subject: left out, not skipped."""
    empty = (mark for mark in item.iter_markers("skip") if item.get_closest_marker("vectors"))
    return any(mark.kwargs.get("reason", "").startswith("got empty") for mark in empty)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(f"Database: {connection.vendor}")
    for name, reason in (other_database() | missing_services()).items():
        terminalreporter.write_line(f"Left out: tests marked {name}, because {reason}.")
