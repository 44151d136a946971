"""The server as a process: streams hear of others, hold no connection, and end when told."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.live import tokens

pytestmark = (
    pytest.mark.sqlite
)  # one process is enough; what it reads is the same on both databases


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    def __init__(self, folder):
        self.database = folder / "live.sqlite3"
        self.text = folder / "toy.txt"
        self.text.write_text("first")
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.config.live.server", "--grace", "20"],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "config.settings.test",
                "DATABASE_URL": f"sqlite:///{self.database}",
                "REDIS_URL": "",
                "HOST": "127.0.0.1",
                "PORT": str(self.port),
                "TOY_FILE": str(self.text),
            },
        )
        self.wait_until_it_listens()

    def wait_until_it_listens(self):
        for _ in range(1200):
            assert self.process.poll() is None
            try:
                return socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
        raise TimeoutError

    def open(self, channel="toy:a", receive_buffer=None):
        """A visitor's stream, asked for and not read yet."""
        reader = socket.socket()
        if receive_buffer:
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        reader.settimeout(30)
        reader.connect(("127.0.0.1", self.port))
        token = tokens.issue(tokens.Claims("", "", "en", (channel,)))
        reader.sendall(f"GET /live/?token={token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return reader

    def change(self, text):
        """What a worker does: another process commits a new version."""
        self.text.write_text(text)
        with sqlite3.connect(self.database, timeout=10) as rows:
            rows.execute("INSERT OR IGNORE INTO live_channel VALUES ('toy:a', 0)")
            rows.execute("UPDATE live_channel SET version = version + 1")
            rows.execute(
                "INSERT OR REPLACE INTO live_key (channel, key, version, changed_at) "
                "SELECT channel, '1', version, '2026-03-02' FROM live_channel"
            )

    def held_connections(self):
        files = Path(f"/proc/{self.process.pid}/fd").iterdir()
        return sum(str(self.database) in os.path.realpath(each) for each in files)


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    yield site
    site.process.kill()
    site.process.wait(5)


def read_until(reader, words):
    found = b""
    while words not in found:
        more = reader.recv(65536)
        assert more, found[-500:]
        found += more
    return found


def test_ten_streams_hear_of_a_change_and_end_within_three_seconds_of_term(site):
    readers = [site.open() for _ in range(10)]
    for reader in readers:
        assert b"first" in read_until(reader, b"event: at")
    site.change("second")
    for reader in readers:
        read_until(reader, b"second")
    held = [site.held_connections() for _ in range(20) if time.sleep(0.05) is None]
    assert min(held) == 0

    never_reads = site.open("toy:large", receive_buffer=4096)
    time.sleep(0.5)
    told = time.monotonic()
    site.process.send_signal(signal.SIGTERM)
    for reader in readers:
        read_until(reader, b'event: end\ndata: "stop"')
    assert site.process.wait(30) == 0
    assert time.monotonic() - told < 3
    never_reads.close()


def test_a_port_that_is_taken_is_one_sentence(site):
    second = subprocess.run(
        [sys.executable, "-m", "config.live.serve"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test", "PORT": str(site.port)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert second.returncode == 1
    assert "set PORT to another" in second.stderr
    assert "Traceback" not in second.stderr
