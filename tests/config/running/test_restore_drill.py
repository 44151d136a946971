"""A drill: back a site up while people write, lose it, put it back elsewhere, and open it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
import uuid
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection

from config.running import archive
from tests.architecture.source import ROOT
from tests.running_site import free_port

# Somebody who signs in later, then one transaction after another that writes two tables.
WRITE = """
from pathlib import Path
from django.db import transaction
from django.utils import timezone
from accounts.people.models import User
from config.live.models import LiveChannel
from config.running.models import Heartbeat
at = timezone.now()
User.objects.create(username="fern", email="fern@example.org", band="adult",
                    display_name="Fern", joined_at=at, woken_at=at)
number = 0
while not Path(STOP).exists() and number < 100_000:
    number += 1
    with transaction.atomic():
        Heartbeat.objects.create(sender=f"writer {number}", beaten_at=at)
        LiveChannel.objects.create(channel=f"writer {number}", version=number)
    if number == 20:
        Path(STARTED).touch()
"""
COMPARE = """
import json, sqlite3
from django.db import connection, transaction
from config.kit import guards
from config.live.models import LiveChannel
from config.running import contents
from config.running.models import Heartbeat
if connection.vendor == "postgresql":
    with transaction.atomic():
        tables = contents.of_postgresql()
else:
    tables = contents.of_sqlite(sqlite3.connect(connection.settings_dict["NAME"]))
pairs = [sorted(Heartbeat.objects.values_list("pk", flat=True)),
         sorted(LiveChannel.objects.values_list("pk", flat=True))]
print(json.dumps({"tables": {name: table.as_json() for name, table in tables.items()},
                  "pairs": pairs[0] == pairs[1], "written": len(pairs[0]),
                  "guards": guards.missing()}))
"""


class Place:
    """A machine with its own folder and an empty database of the engine under test."""

    def __init__(self, folder, url):
        folder.mkdir(mode=0o700)
        self.folder = folder
        self.port = free_port()
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.surroundings = kept | {
            "ALLOWED_HOSTS": "localhost",
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "config.settings.plain",
            "PORT": str(self.port),
            "SAMPLE": "0",
            "SECRET_KEY": "one-key-for-both-places-" + "k" * 40,
            "VAR_DIR": str(folder),
        }

    def start(self, *command, stdin=subprocess.DEVNULL):
        return subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.surroundings,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command, **surroundings):
        running = self.start("manage.py", *command, **surroundings)
        said, _ = running.communicate(timeout=180)
        assert running.returncode == 0, said
        return said

    def answers(self, path):
        with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=10) as answer:
            return answer.status


@contextmanager
def empty_databases(folder):
    """Addresses of two empty databases; those of PostgreSQL are gone afterwards."""
    if connection.vendor != "postgresql":
        yield [f"sqlite:///{folder}/{name}.sqlite3" for name in ("first", "second")]
        return
    known = connection.settings_dict
    host, port = known["HOST"] or "127.0.0.1", known["PORT"] or 5432
    address = f"postgres://{known['USER']}:{known['PASSWORD']}@{host}:{port}/"
    names = [f"drill_{uuid.uuid4().hex[:12]}" for _ in range(2)]
    admin = psycopg2.connect(address + "postgres")
    admin.autocommit = True
    with admin.cursor() as cursor:
        for name in names:
            cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield [address + name for name in names]
        finally:
            for name in names:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.close()


def wait_for(condition, seconds=60):
    for _ in range(seconds * 10):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("It did not come to that.")


def back_up_under_load(first, target):
    stop, started = first.folder / "stop", first.folder / "started"
    code = f"STOP, STARTED = {str(stop)!r}, {str(started)!r}\n" + WRITE
    writer = first.start("manage.py", "shell", "--no-imports", "-c", code)
    try:
        wait_for(started.exists)
        first.run("backup", str(target))
    finally:
        stop.touch()
        said, _ = writer.communicate(timeout=60)
    assert writer.returncode == 0, said


def test_a_site_that_was_lost_opens_again_with_everything_of_one_moment(tmp_path):
    target = tmp_path / "drill.backup"
    with empty_databases(tmp_path) as (here, there):
        first, second = Place(tmp_path / "first", here), Place(tmp_path / "second", there)
        first.run("prepare")
        (first.folder / "media" / "fern.png").write_bytes(b"\x89PNG")
        back_up_under_load(first, target)

        with target.open("rb") as kept:
            second.run("restore", "-", stdin=kept)

        found = json.loads(second.run("shell", "--no-imports", "-c", COMPARE).splitlines()[-1])
        manifest = archive.read_manifest(target)
        assert found["tables"] == {name: table.as_json() for name, table in manifest.tables.items()}
        assert (found["pairs"], found["guards"]) == (True, [])
        assert found["written"] >= 20
        assert (second.folder / "media" / "fern.png").read_bytes() == b"\x89PNG"
        second.run("check", "--database", "default", "--fail-level", "ERROR")
        opens(second)


def opens(place):
    """The site answers from the restored database."""
    place.run("prepare")
    server = place.start("-m", "config.live.serve")
    try:

        def ready():
            try:
                return place.answers("/readyz") == 200
            except OSError:
                return server.poll() is not None

        wait_for(ready)
        assert place.answers("/") == 200
        assert place.answers("/accounts/login/") == 200
    finally:
        server.terminate()
        server.communicate(timeout=30)
