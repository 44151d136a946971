"""One line is one event: who, where, what came of it, and in which request."""

import json
import logging
import re

import pytest
from django.urls import reverse

from config import env, logs
from config.celery import app
from config.running.models import BEAT
from config.running.tasks import heartbeat
from tests.factories.accounts import UserFactory
from tests.log_lines import written

UTC = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"


def lines(out):
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_an_act_is_a_line_with_request_actor_view_and_outcome(as_listener, listener):
    with written() as out:
        answer = as_listener.post(reverse("people:theme"), {"theme": "dark"})

    (line,) = lines(out)
    assert re.match(f"timestamp={UTC} level=info logger=config.middleware event=request ", line)
    assert f"request_id={answer['X-Request-ID']}" in line
    assert f"actor={listener.public_id}" in line
    assert f"method=POST view=people:theme status={answer.status_code} ms=" in line


@pytest.mark.django_db
def test_reading_a_page_is_a_line_only_where_the_operator_wants_it(as_listener, monkeypatch):
    with written() as out:
        as_listener.get(reverse("accessibility"))
    assert lines(out) == []

    monkeypatch.setattr(env, "LOG_REQUESTS", True)
    with written() as out:
        as_listener.get(reverse("accessibility"))
    assert "method=GET view=accessibility status=200" in lines(out)[0]


@pytest.mark.django_db
def test_nobody_is_the_actor_of_the_next_request_who_was_that_of_the_last(as_listener, client):
    with written() as out:
        as_listener.post("/nowhere/")
        client.post("/nowhere/")

    first, second = lines(out)
    assert re.search(r" actor=[0-9a-f-]{36} ", first)
    assert "actor" not in second


@pytest.mark.django_db
def test_a_refusal_is_a_line_without_the_path_that_was_asked_for(client):
    with written() as out:
        client.get("/nowhere/a-secret-key/")

    (line,) = lines(out)
    assert "view= status=404" in line
    assert "secret" not in line


def test_a_line_may_be_json():
    event = {"event": "mail.failed", "mail": "line one\nline two", "status": 3}

    line = logs._RENDERERS["json"](None, "", logs.in_one_line(None, "", event))

    assert json.loads(line) == {"event": "mail.failed", "mail": "line one\\nline two", "status": 3}


@pytest.mark.parametrize("end", ["\n", "\r", "\x1b[2J", "\u2028", "\x00"])
def test_no_value_ends_its_line(end):
    with written() as out:
        logging.getLogger("config.somewhere").warning("here%slevel=error event=forged", end)

    assert len(lines(out)) == 1
    assert end not in out.getvalue().rstrip("\n")


def test_a_line_has_an_end():
    with written() as out:
        logging.getLogger("config.somewhere").warning("x" * 100_000)

    assert len(lines(out)[0]) < 800


@pytest.mark.parametrize(
    ("said", "given", "kept"),
    [
        (
            "Cannot reach %s (%-8.2f): %%.",
            ("redis://:secret@host", 1),
            "Cannot reach ... (...): %%.",
        ),
        ("Lost %(what)r again", ({"what": "secret"},), 'event="Lost ... again"'),
        ("Invalid request from ip=203.0.113.7", (), 'event="Invalid request from ip"'),
        ("Invalid HTTP_HOST header: 'secret'", (), "Invalid HTTP_HOST header"),
        ("Never retrieved\nfuture: <Task exception=Fault('secret')>", (), "Never retrieved"),
    ],
)
def test_what_a_library_says_is_kept_without_its_values(said, given, kept):
    with written() as out:
        logging.getLogger("library.part").error(said, *given)

    assert kept in lines(out)[0]
    assert "secret" not in lines(out)[0]
    assert "203.0.113.7" not in lines(out)[0]


def test_a_fault_is_its_types_and_places_without_its_words():
    def fail():
        try:
            int("secret")
        except ValueError as fault:
            raise LookupError("secret") from fault

    with written() as out:
        try:
            fail()
        except LookupError:
            logging.getLogger("config.somewhere").exception("it.failed")

    (line,) = lines(out)
    assert 'fault="LookupError < ValueError"' in line
    assert re.search(r"tests/config/test_logs.py:\d+:fail", line)
    assert "secret" not in line


@pytest.fixture
def published():
    """Messages as the broker would get them; tasks are not done."""
    app.conf.task_always_eager = False
    messages = []
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("celery")
        queue.clear()
        yield lambda: _drain(queue, messages)
        queue.clear()
    app.conf.task_always_eager = True


def _drain(queue, messages):
    while len(queue):
        messages.append(queue.get(block=False))
    return messages


def test_the_name_of_a_request_goes_with_the_task_that_it_wakes(published):
    with logs.structlog.contextvars.bound_contextvars(request_id="abcd-1234"):
        heartbeat.delay()
    heartbeat.delay()

    named, unnamed = published()
    assert named.headers["request_id"] == "abcd-1234"
    assert "request_id" not in unnamed.headers


@pytest.mark.django_db
def test_lines_of_a_task_carry_the_request_that_woke_it_and_no_later_line_does():
    with written() as out, logs.structlog.contextvars.bound_contextvars(request_id="abcd-1234"):
        heartbeat.apply(args=[BEAT], task_id="one")  # here the task is done by the request itself
        logging.getLogger("config.somewhere").info("later")

    done, later = lines(out)
    for word in ("event=task.done", "task=config.running.heartbeat", "task_id=one"):
        assert word in done
        assert word not in later
    assert "request_id=abcd-1234" in done


@pytest.mark.django_db
def test_a_task_by_the_clock_says_nothing_when_it_is_done():
    with written() as out:
        heartbeat.apply(args=[BEAT])

    assert lines(out) == []


@pytest.mark.django_db
def test_a_task_that_fails_is_a_line_with_its_fault():
    app.loader.import_default_modules()
    with written() as out:
        app.tasks["accounts.people.roll_over_one"].apply(args=[1, "secret"], throw=False)

    (line,) = [line for line in lines(out) if "level=error" in line]
    assert re.search(r"event=task.failed .*task=accounts.people.roll_over_one", line)
    assert "fault=ValueError" in line
    assert "secret" not in out.getvalue()


def test_somebody_without_a_name_is_not_looked_up(client, django_assert_num_queries, db):
    UserFactory()
    with django_assert_num_queries(0):
        client.get(reverse("accessibility"))
