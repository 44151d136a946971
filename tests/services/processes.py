"""Processes of the site by the very commands of docker-compose.yml, on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.architecture.source import ROOT
from tests.config.compose import command_of, environment_of, services

ENDS = {"SIGQUIT": signal.SIGQUIT, "SIGINT": signal.SIGINT, None: signal.SIGTERM}


def free_ports(count):
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def until(condition, seconds=30):
    """Wait for a condition; fail when it does not come true."""
    for _ in range(seconds * 20):
        if found := condition():
            return found
        time.sleep(0.05)
    raise TimeoutError(getattr(condition, "__self__", condition))


class Service:
    """One container's process: command, environment, signal and grace as the file has them.

    `values` fill in the file's own ${...}; `places` are what differs outside of containers.
    """

    def __init__(self, folder, name, values, places, *, label=None):
        described = services()[name]
        self.name, self.label = name, label or name
        self.command = command_of(described, values)
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "HOSTNAME": socket.gethostname(),
            **(values if "env_file" in described else {}),
            **environment_of(described, values),
            **places,
        }
        self.health = described.get("healthcheck", {}).get("test")
        self.signal = ENDS[described.get("stop_signal")]
        self.grace = int(described.get("stop_grace_period", "60s").removesuffix("s"))
        self.log = folder / f"{self.label}.log"
        self.process = self.outcome = None

    def __repr__(self):
        return f"{self.label}, whose last check was {self.outcome}"

    @property
    def port(self):
        return int(self.environment["PORT"])

    @property
    def said(self):
        return self.log.read_text(encoding="utf-8")

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    def is_up(self):
        assert self.process.poll() is None, self.said
        return self.name in {"worker", "beat", "proxy"} or listens(self.port)

    def told_to_stop(self):
        """Exit code after the signal of its container, within its grace."""
        self.process.send_signal(self.signal)
        return self.process.wait(self.grace)

    def children(self):
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in tasks.read_text().split()]

    def answers_its_health_check(self):
        how, *command = self.health
        command = command if how == "CMD" else ["sh", "-c", command[0].replace("$$", "$")]
        here = {
            "/var/lib/quality-queue": self.environment["VAR_DIR"],
            "redis-cli": f"redis-cli -p {self.port}",
        }
        for there, place in here.items():
            command = [part.replace(there, place) for part in command]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, timeout=60, check=False
        )
        self.outcome = command, done.stdout, done.stderr
        return done.returncode == 0

    def end(self):
        """End whatever is left of it: the first of its processes would replace the others."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            for pid in self._left():
                os.kill(pid, signal.SIGKILL)

    def _left(self):
        """Processes of its session, which is its own."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != self.process.pid:
                try:
                    if os.getsid(int(entry.name)) == self.process.pid:
                        found.append(int(entry.name))
                except ProcessLookupError:
                    continue
        return found
