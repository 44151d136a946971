"""`make bench-peers`: the project's stream beside django-eventstream and Channels, in one run.

`python -m tests.benchmarks.peers [READERS ...]`, 500 and 2,000 unless said. The peers run in
`var/peers` on the packages of requirements-peers.txt. Adds the figures to var/bench.json; leaves
with 1 when the project lost a reader or a change.
"""

import argparse
import sys

from tests.architecture.source import ROOT
from tests.benchmarks.__main__ import prepare

VENV = ROOT / "var" / "peers"
PACKAGES = "tests/benchmarks/requirements-peers.txt"
READERS = (500, 2000)


def main():
    arguments = argparse.ArgumentParser(description="Measure the project beside its peers.")
    arguments.add_argument("readers", nargs="*", type=int, help="how many, in turn: 500 2000")
    numbers = arguments.parse_args().readers or READERS
    prepare()
    from config.install import install, make_venv, python_of
    from tests.benchmarks.peers import run

    make_venv(VENV)
    install([PACKAGES], VENV)
    sys.exit(run.run(numbers, str(python_of(VENV)), ROOT / "var" / "bench.json"))


if __name__ == "__main__":
    main()
