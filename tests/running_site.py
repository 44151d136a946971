"""A whole site as `make up` runs it, in a folder of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.architecture.source import ROOT

# Four people with a session each, and the token of a page of theirs.
SIGN_IN = """
import json
from django.conf import settings
from django.test import Client
from django.utils import timezone
from accounts.people.models import User
from config.live.tokens import Claims, issue, session_mark
settings.ALLOWED_HOSTS.append("testserver")
for number in range(4):
    user = User.objects.create(
        username=f"reader{number}", email=f"reader{number}@example.org", band="adult",
        display_name=f"Reader {number}", joined_at=timezone.now(), woken_at=timezone.now(),
    )
    client = Client()
    client.force_login(user)
    key = client.session.session_key
    person = str(user.public_id)
    print(json.dumps([key, issue(Claims(person, session_mark(key), "en", (f"person:{person}",)))]))
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def processes_of(marker):
    """Ids of the processes that were started in the surroundings of this test."""
    found = []
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/environ", "rb") as environ:
                if marker.encode() in environ.read():
                    found.append(int(name))
        except (OSError, ValueError):
            continue
    return [pid for pid in found if pid != os.getpid()]


class Site:
    """The processes of one `manage.py up`; `values` are further settings by environment."""

    def __init__(self, var, **values):
        self.port = free_port()
        self.marker = f"VAR_DIR={var}"
        self.surroundings = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY"}
            and not name.startswith(("PYTEST", "TEST_"))
        } | {
            "DJANGO_SETTINGS_MODULE": "config.settings.plain",
            "PORT": str(self.port),
            "SAMPLE": "0",
            "VAR_DIR": str(var),
            **values,
        }
        self.log = var / "log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.surroundings,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def get(self, path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def wait(self, seconds=120):
        for _ in range(seconds * 10):
            if "is open at" in self.log.read_text():
                return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        pytest.fail(f"The site did not open:\n{self.log.read_text()}")

    def shell(self, code):
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT,
            env=self.surroundings,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    def open_streams(self, count):
        readers = [json.loads(line) for line in self.shell(SIGN_IN)]
        streams = []
        for number in range(count):
            session, token = readers[number % len(readers)]
            stream = self.get(f"/live/?token={token}", Cookie=f"sessionid={session}")
            assert stream.status == 200, stream.read()
            assert stream.headers["Content-Type"].startswith("text/event-stream")
            streams.append(stream)
        return streams

    def kill(self):
        """End whatever of this site still runs."""
        for pid in processes_of(self.marker):
            os.kill(pid, signal.SIGKILL)

    def stop(self, sign):
        began = time.monotonic()
        self.process.send_signal(sign)
        self.process.wait(timeout=20)
        return time.monotonic() - began
