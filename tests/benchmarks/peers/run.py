"""Rounds of every side in turn, their medians, and the ratios of each round."""

import re
import sys
from math import isfinite
from statistics import median

from tests.architecture.source import ROOT
from tests.benchmarks import community
from tests.benchmarks.figures import Figure, keep, steadiness
from tests.benchmarks.peers import further
from tests.benchmarks.peers.sides import FLOOR, OURS, sides
from tests.benchmarks.peers.table import COLUMNS, table
from tests.benchmarks.processes import SPARE_FILES, raise_open_files
from tests.benchmarks.run import ROUNDS, Crowd, say

PINS = ROOT / "tests" / "benchmarks" / "requirements-peers.txt"
NAMED = ("django-eventstream", "channels", "channels-redis", "django", "uvicorn", "websockets")


def run(numbers, python, path):
    """Measure every side with each number of readers; the exit code."""
    files = raise_open_files()
    say(releases())
    say("A change is the POST of a mentor who is signed in; of a peer, a view that renders a row.")
    say("Making the community ...")
    community.make_tables()
    community.mentors()
    people = Crowd(community.people("reader", max(numbers)))
    figures, every = [], {}
    for number in numbers:
        if files < number + SPARE_FILES:
            say(f"Left out: {number:,} readers, because {files:,} files may be open.")
            continue
        found, failed = _rounds(people, number, sides(python))
        measured, every[number] = figures_of(number, found), found
        figures += measured
        sys.stdout.write("\n" + table(number, found, measured))
        sys.stdout.write("".join(failed))
        sys.stdout.write(steadiness(f"{number:,} readers", [one.last for one in found[FLOOR]]))
    more = further.figures_of(every) if every else []
    sys.stdout.write("".join(f"{figure.as_line()}\n" for figure in more))
    return keep([*figures, *more], path)


def releases():
    """What the peers run on, as it is pinned."""
    pins = dict(re.findall(r"(?m)^([\w.-]+)==(\S+)", PINS.read_text(encoding="utf-8")))
    return "Peers: " + ", ".join(f"{name} {pins[name]}" for name in NAMED) + "."


def _rounds(people, number, measures):
    """Name -> its runs, the same round at the same place; and what is to be said of failures."""
    found, failed = {name: [] for name in measures}, []
    for count in range(ROUNDS):
        say(f"{number:,} readers, round {count + 1} of {ROUNDS} ...")
        for name, measure in measures.items():
            try:
                found[name].append(measure(people, number))
            except ValueError:  # the load client ended, or nobody had any of the changes
                if name in (FLOOR, OURS):
                    raise
                found[name].append(None)
                failed.append(f"{name} did not serve {number:,} readers in round {count + 1}.\n")
    return found, failed


def figures_of(number, found):
    """What each side measured, against the floor of its round and the project's of its round."""
    figures = []
    for name, runs in found.items():
        whole = [one for one in runs if one]
        lost = sum(one.lost for one in whole)
        called = f"{number:,} readers, {name}:"
        for what, unit, get in COLUMNS:
            if whole:
                figures.append(Figure(f"{called} {what}", median(map(get, whole)), unit))
            for other, short in ((FLOOR, "floor"), (OURS, "project")):
                times = ratio(runs, found[other], get)
                if name not in (FLOOR, other) and isfinite(times):
                    words = f"{called} {what}, times the {short}'s"
                    figures.append(Figure(words, times, f"x {short}"))
        figures.append(Figure(f"{called} lost", lost, "", 0 if name == OURS else None))
    return figures


def ratio(runs, others, get):
    """Median of the ratios inside each round; NaN where there is none."""
    pairs = [(one, other) for one, other in zip(runs, others, strict=True) if one and other]
    ratios = [get(one) / get(other) for one, other in pairs if get(other) > 0]
    return median(ratios) if ratios else float("nan")
