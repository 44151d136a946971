"""`make bench`: what the site carries, as ratios of one run.

`python -m tests.benchmarks [pages fanout reconnect screen slow beats intake]`; without names, all
of them. Writes var/bench.json and leaves with 1 when a figure is over its limit.
"""

import os
import shutil
import sys

from tests.architecture.source import ROOT

VAR = ROOT / "var" / "bench"
PARTS = ("pages", "fanout", "reconnect", "screen", "slow", "beats", "intake")
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "config.settings.plain",
    "VAR_DIR": str(VAR),
    "SAMPLE": "0",
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "EMAIL_URL": "",
    "LIVE_STREAMS": "6000",
    "PYTHONPATH": str(ROOT),
}


def prepare():
    """An empty folder for the run, and Django with the settings of the measurements."""
    shutil.rmtree(VAR, ignore_errors=True)
    (VAR / "import").mkdir(parents=True)
    os.environ.update(SETTINGS)
    import django

    django.setup()


def main(wanted):
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.stderr.write(f"There is nothing to measure called {', '.join(sorted(unknown))}.\n")
        sys.exit(2)
    prepare()
    from tests.benchmarks import run

    sys.exit(run.run(wanted or PARTS, ROOT / "var" / "bench.json"))


if __name__ == "__main__":
    main(sys.argv[1:])
