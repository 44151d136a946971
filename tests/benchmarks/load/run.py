"""One run: make the community, start the site, let the people in, and judge what is left."""

import json
import subprocess
import sys
import time
from dataclasses import asdict

from django.conf import settings
from django.db import connection

from tests.architecture.source import ROOT
from tests.benchmarks.figures import Figure, report
from tests.benchmarks.load import judge
from tests.benchmarks.load.crowd import Size, make
from tests.benchmarks.load.plan import Planner
from tests.benchmarks.load.site import Deployment, Memory

WARM = 15  # seconds of the same traffic before anything is measured
WHOLE = Size(
    listeners=20_000, mentors=1000, here=300, talks=8000, lines=200_000, signed_in=(140, 60)
)
SMALL = Size(listeners=200, mentors=30, here=20, talks=60, lines=3000, signed_in=(12, 6))
SHOWN = 8  # kinds of answers and lines that are printed when they are wrong


def run(size, seconds, folder, path):
    """Measure for so many seconds; the exit code."""
    site = Deployment(folder)
    try:
        figures = _measured(site, size, seconds, folder)
    finally:
        connection.close()
        site.close()
    return report([_named(figure) for figure in figures], path)


def _named(figure):
    return Figure(f"load: {figure.name}", figure.value, figure.unit, figure.limit, figure.at_least)


def _measured(site, size, seconds, folder):
    say("Making the community ...")
    began = time.monotonic()
    site.prepare()
    crowd = make(size)
    made = time.monotonic() - began
    warm = min(WARM, seconds)
    requests = Planner(crowd).requests(warm + seconds)
    people = [*crowd.listeners, *crowd.mentors]
    say(f"Asking {len(requests):,} times in {warm + seconds} seconds, {len(people)} streams ...")
    site.open()
    log = folder / "requests.log"
    with Memory(site) as memory:
        before = site.spent()
        said = _let_in(site, people, requests, log, folder)
        after = site.spent()
    found = judge.Log(requests, log)
    answered, wrong = judge.answers(found, since=warm, seconds=seconds)
    lines = site.wrong_lines()
    _explain(wrong, lines)
    return [
        *answered,
        *judge.rows(found),
        *judge.streams(found, said, len(people), since=warm),
        *judge.memory(memory.looks, began=said["began"], warm=warm, seconds=seconds),
        *judge.processors(before, after, seconds=warm + seconds),
        Figure("deadlocks", site.deadlocks(), "", 0),
        Figure("errors in the logs", len(lines), "", 0),
        Figure("the client's own delay at most", said["late"] * 1e3, "ms"),
        Figure("making the community", made, "s"),
    ]


def _let_in(site, people, requests, log, folder):
    """Run the client to its end; what it says of itself."""
    plan = folder / "plan.json"
    cookie = f"{settings.SESSION_COOKIE_NAME}="
    facts = {
        "web": site.ports["web"],
        "live": site.ports["live"],
        "log": str(log),
        "streams": [
            {"path": one.stream, "cookie": cookie + one.key, "person": str(one.user.public_id)}
            for one in people
        ],
        "requests": [asdict(asked) for asked in requests],
    }
    plan.write_text(json.dumps(facts), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load.client", str(plan)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def _explain(wrong, lines):
    """What went wrong, as far as fits on a screen; no figure says it."""
    for (kind, status, words), number in wrong.most_common(SHOWN):
        say(f"{number} times {kind} was answered with {status}: {words}")
    for line in lines[:SHOWN]:
        say(line)


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
