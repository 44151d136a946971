"""Numbers for those who watch the site: true for all processes, without people, behind a token."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from config import env, health, metrics
from config.live.alone import elsewhere
from config.live.hub import Hub
from config.live.limits import Limits
from config.metrics import Numbers
from config.running import figures
from config.running.models import BEAT
from config.running.operations import note_heartbeat
from config.running.tasks import heartbeat
from tests.architecture.source import ROOT
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, MessageFactory

TOKEN = "t" * 32
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def numbers(monkeypatch, tmp_path):
    """As in a site that was given a token."""
    made = Numbers(tmp_path / "metrics")
    monkeypatch.setattr(metrics, "numbers", made)
    monkeypatch.setattr(env, "METRICS_TOKEN", TOKEN)
    return made


def value(body, name):
    """The number of one series, named as Prometheus writes it."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", body.decode(), re.M)
    return float(found[1]) if found else None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", [{}, {"Authorization": f"Bearer {TOKEN}x"}, {"Authorization": TOKEN}, {"X": "\xff"}]
)
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.usefixtures("numbers")
def test_without_the_token_it_is_the_page_of_what_is_not_there(client, given, method):
    answer, missing = (getattr(client, method)(path, headers=given) for path in PATHS)

    assert answer.status_code == missing.status_code == 404
    assert stable(answer) == stable(missing)


PATHS = ("/metrics", "/nowhere")


def stable(answer):
    return re.sub(r"/metrics|/nowhere|csrf\S+ \S+", "", answer.content.decode())


@pytest.mark.django_db
def test_a_site_without_a_token_of_its_own_has_no_numbers(client, monkeypatch):
    monkeypatch.setattr(env, "METRICS_TOKEN", "")

    assert metrics.numbers is None
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("numbers")
def test_with_the_token_it_is_only_read(client):
    assert client.get("/metrics", headers=BEARER)["Content-Type"].startswith("text/plain")
    assert client.post("/metrics", headers=BEARER).status_code == 405


@pytest.mark.django_db
@pytest.mark.usefixtures("numbers")
def test_requests_are_counted_by_view_method_and_status(client, as_listener):
    for path in ("/accessibility/", "/accessibility/", "/nowhere/a-secret-key/"):
        client.get(path)
    as_listener.post(reverse("people:theme"), {"theme": "dark"})
    client.generic("BREW", "/accessibility/")

    body = client.get("/metrics", headers=BEARER).content

    counted = "quality_queue_requests_total"
    assert value(body, f'{counted}{{method="GET",status="200",view="accessibility"}}') == 2
    assert value(body, f'{counted}{{method="GET",status="404",view="none"}}') == 1
    assert value(body, f'{counted}{{method="POST",status="302",view="people:theme"}}') == 1
    assert value(body, f'{counted}{{method="other",status="405",view="accessibility"}}') == 1
    assert value(body, 'quality_queue_request_seconds_count{view="accessibility"}') == 3
    assert value(body, 'quality_queue_request_seconds_bucket{le="+Inf",view="none"}') == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("numbers")
def test_the_database_says_who_is_here_what_waits_and_what_is_stored(client):
    at = timezone.now()
    MentorProfileFactory(here_until=at + timedelta(hours=1), seen_at=at)
    MentorProfileFactory(here_until=at - timedelta(minutes=1), seen_at=at)  # its window has ended
    MessageFactory()
    note_heartbeat(sender=BEAT, at=at - timedelta(seconds=40))

    body = client.get("/metrics", headers=BEARER).content

    assert value(body, "quality_queue_database_up") == 1
    assert value(body, "quality_queue_mentors_here") == 1
    assert value(body, "quality_queue_messages_stored") == 1
    assert value(body, 'quality_queue_due_rows{work="presence"}') == 1
    assert value(body, 'quality_queue_due_rows{work="sign-ups"}') == 4  # nobody proved an address
    for work in ("letters", "roll-overs", "openings", "imports"):
        assert value(body, f'quality_queue_due_rows{{work="{work}"}}') == 0
    assert 40 <= value(body, "quality_queue_heartbeat_age_seconds") < 60


@pytest.mark.usefixtures("numbers")
def test_a_silent_database_is_said_and_the_rest_is_told(monkeypatch):
    def silent(**_asked):
        raise OperationalError("gone")

    monkeypatch.setattr(figures, "due_rows", silent)
    monkeypatch.setattr(figures.MentorProfile.objects, "here", silent, raising=False)

    answer = health.metrics(RequestFactory().get("/metrics", headers=BEARER))

    assert value(answer.content, "quality_queue_database_up") == 0
    assert value(answer.content, "quality_queue_streams_open") == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("numbers")
def test_no_label_names_a_person(client):
    person = UserFactory(username="fern", display_name="Fern", email="fern@example.org")
    client.force_login(person)
    client.get("/mentors/fern/")
    client.get("/mentors/?q=fern")

    body = client.get("/metrics", headers=BEARER).content.decode().lower()

    assert "fern" not in body
    assert str(person.public_id) not in body


@pytest.mark.django_db
def test_tasks_are_counted_by_name_and_outcome(numbers):
    heartbeat.apply(args=[BEAT])

    named = '{state="SUCCESS",task="config.running.heartbeat"}'
    assert value(numbers.written(), f"quality_queue_tasks_total{named}") == 1


def test_streams_are_counted_while_they_are_open(numbers):
    hub = Hub(Limits())
    hub.streams.add("a stream")
    hub.delivered = 3
    hub.count()
    hub.delivered = 5
    hub.count()

    assert value(numbers.written(), "quality_queue_streams_open") == 1
    assert value(numbers.written(), "quality_queue_stream_deliveries_total") == 5

    hub.streams.clear()
    asyncio.run(hub.stop())
    assert value(numbers.written(), "quality_queue_streams_open") == 0


@pytest.mark.parametrize(
    ("given", "status"), [(BEARER, 200), ({}, 404), ({"Authorization": "x"}, 404)]
)
@pytest.mark.usefixtures("numbers")
def test_a_process_that_serves_streams_alone_answers_its_own(given, status):
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(name.lower().encode(), word.encode()) for name, word in given.items()]
    scope = {"method": "GET", "path": "/metrics", "query_string": b"", "headers": headers}
    asyncio.run(elsewhere(scope, None, send))

    assert sent[0]["status"] == status
    assert (b"quality_queue_streams_open" in sent[1]["body"]) is (status == 200)


COUNT = """
import os, signal, sys, time
from pathlib import Path
from config.metrics import Numbers
numbers = Numbers(Path(sys.argv[1]))
numbers.streams.set(2)
for _ in range(100):
    numbers.note_request(view="home", method="GET", status=200, seconds=0.02)
print("ready", flush=True)
time.sleep(60)
"""


def counting(folder):
    running = subprocess.Popen(
        [sys.executable, "-c", COUNT, str(folder)], cwd=ROOT, stdout=subprocess.PIPE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )  # fmt: skip
    assert running.stdout.readline() == b"ready\n"
    return running


def test_all_processes_of_a_machine_are_one_also_after_some_were_killed(numbers):
    home = 'quality_queue_requests_total{method="GET",status="200",view="home"}'
    first, second = counting(numbers.folder), counting(numbers.folder)
    try:
        assert value(numbers.written(), home) == 200
        assert value(numbers.written(), "quality_queue_streams_open") == 4

        first.send_signal(signal.SIGKILL)
        first.wait()
        assert value(numbers.written(), home) == 200  # what was counted stays
        assert value(numbers.written(), "quality_queue_streams_open") == 2

        files = len(list(numbers.folder.iterdir()))
        first = counting(numbers.folder)
        assert value(numbers.written(), home) == 300
        assert value(numbers.written(), "quality_queue_streams_open") == 4
        assert len(list(numbers.folder.iterdir())) <= files + 1  # its gauge, which was forgotten
    finally:
        for running in (first, second):
            running.kill()
            running.communicate()


def test_a_process_that_was_forked_has_a_number_of_its_own(numbers):
    numbers.deliveries.inc()
    child = os.fork()
    if child == 0:
        numbers.deliveries.inc(10)
        os._exit(0)
    os.waitpid(child, 0)
    numbers.deliveries.inc()

    assert value(numbers.written(), "quality_queue_stream_deliveries_total") == 12


def test_a_process_that_takes_the_number_of_one_that_was_killed_has_nothing_open_yet(tmp_path):
    stale = tmp_path / "gauge_livesum_0.db"
    stale.touch()

    number, lock = metrics._take_number(tmp_path)

    with lock:
        assert (number, stale.exists()) == (0, False)


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer"])
def test_without_a_token_nothing_opens(monkeypatch, given):
    monkeypatch.setattr(env, "METRICS_TOKEN", "")

    assert not metrics.may_read(given)
