"""One command opens the site; one signal closes it, whoever is reading."""

import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.running_site import Site, processes_of
from tests.services.processes import until

STREAMS = 10


@pytest.fixture
def site(tmp_path):
    running = Site(tmp_path)
    yield running
    running.kill()


@pytest.mark.sqlite
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_everything_opens_and_ends_within_five_seconds_with_ten_streams_open(site, sign):
    site.wait()
    assert (site.get("/healthz").status, site.get("/readyz").status) == (200, 200)
    page = site.get("/accounts/login/")
    assert page.status == 200
    style = re.search(r'href="(/static/[^"]+\.css)"', page.read().decode())
    assert site.get(style.group(1)).status == 200
    streams = site.open_streams(STREAMS)
    assert len(processes_of(site.marker)) >= 4

    took = site.stop(sign)

    assert took < 5
    assert processes_of(site.marker) == []
    assert len(streams) == STREAMS
    assert "Traceback" not in site.log.read_text()


def children_of_the_worker(site):
    """Two that do tasks, and beat."""
    parents = {}
    for pid in processes_of(site.marker):
        with suppress(OSError):  # it has ended meanwhile
            if b"celery" in Path(f"/proc/{pid}/cmdline").read_bytes():
                facts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                parents[pid] = int(facts[1])
    return {pid for pid, parent in parents.items() if parent in parents}


AFTER = """
import time
from config.running.models import Heartbeat
from config.running.tasks import heartbeat
for number in range(6):
    heartbeat.delay(f"after-{number}")
for _ in range(300):
    done = Heartbeat.objects.filter(sender__startswith="after").count()
    if done == 6:
        break
    time.sleep(0.1)
print(done)
"""


@pytest.mark.sqlite
def test_tasks_and_their_clock_go_on_when_their_idle_processes_are_killed(site):
    """Without Redis too: the one that waited for a task takes no lock with it."""
    site.wait()
    before = until(lambda: found if len(found := children_of_the_worker(site)) == 3 else None)

    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: "event=beat.started_again" in site.log.read_text())

    assert site.shell(AFTER) == ["6"]
    after = until(lambda: found if len(found := children_of_the_worker(site)) == 3 else None)
    assert before & after == set()
    assert re.search(
        r"logger=multiprocessing event=.Process \S+ pid:\S+ exited", site.log.read_text()
    )


@pytest.mark.sqlite
def test_ctrl_c_before_anything_runs_is_quiet(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", "raise KeyboardInterrupt"],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.sqlite
def test_what_is_in_its_way_is_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = subprocess.run(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings.plain",
                "PORT": str(other.getsockname()[1]),
                "VAR_DIR": str(tmp_path),
                "DATABASE_URL": "",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "choose another" in done.stderr
