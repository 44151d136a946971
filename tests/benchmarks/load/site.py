"""The site as docker-compose.yml starts it, on loopback, and what its processes hold."""

import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.benchmarks.processes import PAGE, TICKS, cpu, cpu_of, family
from tests.services.processes import until
from tests.services.site import Site

EVERY = 1.0  # seconds between two looks at the memory
# The name that the bookkeeping of a log line gives to what went wrong.
WRONG = ("level=error", "level=critical", "Traceback")


class Deployment(Site):
    """Pages, streams, worker and beat, with a Redis of their own; no proxy."""

    def __init__(self, folder):
        super().__init__(
            folder,
            names=("web", "live", "worker", "beat"),
            database=connection.settings_dict["NAME"],
        )
        # Sessions and tokens are made by this process.
        for service in self.services.values():
            service.environment["SECRET_KEY"] = settings.SECRET_KEY

    def prepare(self):
        """The database as `prepare` leaves it."""
        self.administer(f'CREATE DATABASE "{self.database}"')
        self.redis.start()
        prepared = self._service("prepare").start()
        if prepared.process.wait(120):
            raise RuntimeError(prepared.said)

    def open(self):
        for service in self.services.values():
            service.start()
        for service in (*self.services.values(), self.redis):
            until(service.is_up)

    def held(self):
        """MiB that each process holds, by its service and id."""
        found = {}
        for name, service in {**self.services, "redis": self.redis}.items():
            for pid in family(service.process.pid):
                try:
                    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
                except OSError:
                    continue  # it ended while we looked
                found[name, pid] = int(pages) * PAGE / 2**20
        return found

    def spent(self):
        """Seconds of processor time so far, by service, of the database and of the machine."""
        found = {name: cpu(service.process) for name, service in self.services.items()}
        backends = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        found["database"] = sum(cpu_of(pid) for (pid,) in self.rows(backends) if _is_here(pid))
        busy = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
        idle, waiting = int(busy[3]), int(busy[4])
        return found | {"machine": (sum(map(int, busy)) - idle - waiting) / TICKS}

    def wrong_lines(self):
        """What the processes logged as an error."""
        services = (*self.services.values(), self.redis)
        lines = (line for service in services for line in service.said.splitlines())
        return [line for line in lines if any(word in line for word in WRONG)]

    def deadlocks(self):
        query = f"SELECT deadlocks FROM pg_stat_database WHERE datname = '{self.database}'"
        return self.rows(query)[0][0]


def _is_here(pid):
    """The database may be another machine's."""
    return Path(f"/proc/{pid}/stat").exists()


class Memory:
    """Notes what each process holds, until told to stop: `looks` are (moment, what they hold)."""

    def __init__(self, site):
        self.site, self.looks = site, []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_reason):
        self._over.set()
        self._thread.join()

    def _watch(self):
        while not self._over.wait(EVERY):
            self.looks.append((time.monotonic(), self.site.held()))
