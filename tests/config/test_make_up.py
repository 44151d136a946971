"""One command opens the site; one signal closes it, whoever is reading."""

import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT
from tests.running_site import Site, processes_of

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
