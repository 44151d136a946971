"""The import of a million listeners by the command, and the memory that it takes."""

import csv
import os
import subprocess
import sys
import time
from pathlib import Path

from config import env
from tests.architecture.source import ROOT
from tests.benchmarks.figures import Figure

LISTENERS = 1_000_000
MIB = 300
COLUMNS = {
    "handle": "listener_{n}",
    "display_name": "Listener {n}",
    "email": "listener_{n}@example.org",
    "age_band": "adult",
    "joined_at": "2024-07-25T06:15:58+00:00",
    "last_seen_at": "2026-03-01T06:15:58+00:00",
    "cheers": "{n}",
    "languages": "en;pt",
    "time_zone": "Europe/Lisbon",
    "verified": "true",
    "topics_wanted": "",
    "about": "I listen with tea.",
}


def measure(number=LISTENERS):
    """Import on SQLite, in a process and a database of its own."""
    folder = Path(env.VAR) / "export"
    folder.mkdir(exist_ok=True)
    _write(folder / "listeners.csv", number)
    own = os.environ | {"VAR_DIR": str(Path(env.VAR) / "import")}
    _manage(own, "migrate", "--verbosity", "0")
    began = time.perf_counter()
    peak = _manage(own, "import_community", str(folder))
    took = time.perf_counter() - began
    return [
        Figure(f"import of {number:,} listeners, peak memory", peak, "MiB", MIB),
        Figure(f"import of {number:,} listeners, time", took, "s"),
    ]


def _manage(surroundings, *arguments):
    """Run a command; the most memory that it held, in MiB."""
    command = [sys.executable, "manage.py", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL) as run:
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"manage.py {arguments[0]} failed.")
    return usage.ru_maxrss / 1024


def _write(path, number):
    with path.open("w", encoding="utf-8", newline="") as export:
        rows = csv.writer(export)
        rows.writerow(COLUMNS)
        for n in range(number):
            rows.writerow(value.format(n=n) for value in COLUMNS.values())
