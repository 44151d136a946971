"""The load says so when something that was acknowledged is lost, or a process grows."""

import json
import os
import subprocess
import sys
import uuid

import pytest

from tests.architecture.source import ROOT
from tests.benchmarks.load import judge
from tests.benchmarks.load.plan import Asked
from tests.factories.mentorship import MessageFactory

KEPT, LOST, REFUSED = (str(uuid.UUID(int=n)) for n in (1, 2, 3))
GET = Asked(1.0, "queue", "")
SENT = Asked(2.0, "send", "", KEPT, hears="somebody", talk="a talk")
OPENED = Asked(3.0, "open", "", LOST)


def log_of(tmp_path, requests, *facts):
    path = tmp_path / "log"
    path.write_text("".join(json.dumps(fact) + "\n" for fact in facts))
    return judge.Log(requests, path)


def answered(number, status, words="", took=0.01):
    return {"answered": number, "status": status, "took": took, "words": words}


def value_of(figures, name):
    return next(figure for figure in figures if figure.name == name)


@pytest.mark.django_db
def test_what_was_acknowledged_and_is_no_row_is_lost(tmp_path):
    MessageFactory(client_id=KEPT, body=f"Thank you. {KEPT}")
    log = log_of(tmp_path, [SENT, OPENED], answered(0, 200), answered(1, 302))

    figures = judge.rows(log)

    assert value_of(figures, "messages and conversations that were acknowledged").value == 2
    assert value_of(figures, "of these lost").value == 1
    assert not value_of(figures, "of these lost").holds


@pytest.mark.django_db
def test_what_is_stored_with_other_words_is_lost_too(tmp_path):
    MessageFactory(client_id=KEPT, body="Somebody else's words.")
    log = log_of(tmp_path, [SENT], answered(0, 200))

    assert value_of(judge.rows(log), "of these lost").value == 1


@pytest.mark.django_db
def test_what_was_refused_must_not_be_stored(tmp_path):
    MessageFactory(client_id=REFUSED, body=f"Thank you. {REFUSED}")
    refused = Asked(2.0, "send", "", REFUSED)
    log = log_of(tmp_path, [refused], answered(0, 422, "a refusal"))

    assert not value_of(judge.rows(log), "refused and yet stored").holds


@pytest.mark.parametrize(
    ("asked", "status", "words", "wrong"),
    [
        (GET, 200, "", 0),
        (GET, 500, "", 1),
        (GET, 302, "", 1),
        (GET, 0, "ConnectionRefusedError()", 1),
        (OPENED, 302, "", 0),
        (OPENED, 409, f"<p>{judge.TAKEN}</p>", 0),
        (OPENED, 409, "another refusal", 1),
        (SENT, 200, "", 0),
        (SENT, 429, "too many", 1),
    ],
)
def test_only_a_mentor_who_became_full_may_refuse(asked, status, words, wrong, tmp_path):
    log = log_of(tmp_path, [asked], answered(0, status, words))

    figures, kinds = judge.answers(log, since=0, seconds=1)

    name = "requests that failed, or were refused for no good reason"
    assert value_of(figures, name).value == kinds.total() == wrong


def test_a_request_that_nobody_answered_has_failed(tmp_path):
    _figures, kinds = judge.answers(log_of(tmp_path, [GET], {"sent": 0}), since=0, seconds=1)

    assert kinds.total() == 1


def test_a_message_of_which_a_stream_did_not_hear_is_counted(tmp_path):
    log = log_of(tmp_path, [SENT], answered(0, 200))
    heard = log_of(tmp_path, [SENT], answered(0, 200), {"heard": KEPT, "took": 0.2})
    said = {"streams": 2, "lost": 0}
    name = "messages of which the other's stream did not hear"

    assert value_of(judge.streams(log, said, 2, since=0), name).value == 1
    assert value_of(judge.streams(heard, said, 2, since=0), name).value == 0


@pytest.mark.parametrize(("said", "gone"), [((2, 0), 0), ((1, 0), 1), ((2, 1), 1)])
def test_streams_that_did_not_open_or_ended_are_counted(said, gone, tmp_path):
    facts = dict(zip(("streams", "lost"), said, strict=True))

    figures = judge.streams(log_of(tmp_path, []), facts, 2, since=0)

    assert value_of(figures, "streams that did not open, or ended").value == gone


@pytest.mark.parametrize(("at_last", "holds"), [(105.0, True), (120.0, False)])
def test_a_process_may_grow_by_a_tenth(at_last, holds):
    looks = [(float(n), {("web", 7): 100.0 if n < 60 else at_last}) for n in range(140)]

    figures = judge.memory(looks, began=0, warm=15, seconds=120)

    assert value_of(figures, "web: memory at the end, of the start").holds is holds


def test_a_service_that_grows_in_one_of_its_processes_grows():
    looks = [
        (float(n), {("web", 7): 100.0, ("web", 8): 100.0 if n < 60 else 150.0}) for n in range(140)
    ]

    figures = judge.memory(looks, began=0, warm=15, seconds=120)

    assert value_of(figures, "web: memory at the end, of the start").value == 1.5


def test_processor_time_is_said_as_cores_in_use():
    figures = judge.processors({"web": 10.0}, {"web": 70.0}, seconds=120)

    assert value_of(figures, "web: cores in use").value == 0.5


def test_without_a_database_that_answers_it_says_what_is_missing():
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 1
    assert "DATABASE_URL" in run.stderr
