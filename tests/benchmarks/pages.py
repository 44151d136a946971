"""Pages through the server of a deployment, against what they are measured by."""

import http.client
import threading
import time
from statistics import median

from django.conf import settings

from tests.benchmarks.figures import Figure, steadiness
from tests.benchmarks.processes import free_port, pinned, running
from tests.benchmarks.usual import BYTES

SECONDS, ROUNDS, AT_ONCE = 3, 3, 4
SERVER = ["-m", "gunicorn", "--config", "python:config.gunicorn", "tests.benchmarks.wsgi"]
CONSTANT, USUAL = "/benchmark/bytes/", "/benchmark/mentors/"


def measure(keys):
    """The figures of the pages, and what is to be said of the floor. Readers have sessions."""
    port = free_port()
    with running(SERVER, port, WEB_PROCESSES="1", WEB_THREADS="4") as server:
        pinned(server, 0)
        BYTES.write_bytes(_get(port, "/queue/", keys[0]))
        for path in ("/queue/", CONSTANT, "/mentors/", USUAL):
            _per_second(port, path, keys, 1)
        rounds = [_round(port, keys) for _ in range(ROUNDS)]
    found = {path: [one[path] for one in rounds] for path in rounds[0]}
    share = _ratio(found["/queue/"], found[CONSTANT])
    times = _ratio(found["/mentors/"], found[USUAL])
    figures = [
        Figure("queue page, share of a constant page", share, "ratio", 0.25, at_least=True),
        Figure("directory, times the usual uncached view", times, "times", 5, at_least=True),
        *(Figure(f"requests of {path}", median(found[path]), "a second") for path in found),
    ]
    return figures, steadiness("the pages", found[CONSTANT])


def _round(port, keys):
    paths = ("/queue/", CONSTANT, "/mentors/", USUAL)
    return {path: _per_second(port, path, keys, SECONDS) for path in paths}


def _ratio(values, floors):
    return median(value / floor for value, floor in zip(values, floors, strict=True))


def _per_second(port, path, keys, seconds):
    """Requests a second with AT_ONCE in flight, each with the session of another reader."""
    until, done = time.perf_counter() + seconds, [0] * AT_ONCE
    began = time.perf_counter()

    def ask(place):
        while time.perf_counter() < until:
            _get(port, path, keys[(done[place] * AT_ONCE + place) % len(keys)])
            done[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def _get(port, path, key):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200 or not body:
        raise RuntimeError(f"{path} answered {answer.status}")
    return body
