"""The comparison with other libraries: its parts are there, apart from the project's packages."""

import ast
import asyncio
import json
import re
import sys
from types import SimpleNamespace

import pytest

from tests.architecture.source import ROOT
from tests.benchmarks.fanout import Run
from tests.benchmarks.figures import keep
from tests.benchmarks.peers import further, run
from tests.benchmarks.peers.sides import FLOOR, OURS
from tests.benchmarks.peers.table import table
from tests.benchmarks.readers import Crowd, Stream

PEERS = ROOT / "tests" / "benchmarks" / "peers"
THEIRS = {"asgiref", "channels", "django", "django_eventstream"}


def a_run(**facts):
    usual = {"connect": 1, "last": 0.01, "server": 1e-5, "client": 0, "kib_each": 2, "idle": 0}
    return Run(**usual | {"lost": 0} | facts)


FOUND = {
    FLOOR: [a_run(), a_run(last=0.02), a_run()],
    OURS: [a_run(last=0.02), a_run(last=0.04), a_run(last=0.03)],
    "a peer": [a_run(last=0.06, server=1e-4), None, a_run(last=0.3, server=2e-4, lost=4)],
}


@pytest.mark.parametrize("name", ["settings", "with_channels", "with_eventstream"])
def test_what_runs_in_the_peers_python_imports_their_packages_alone(name):
    tree = ast.parse((PEERS / f"{name}.py").read_text(encoding="utf-8"))
    imported = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    packages = {dotted.partition(".")[0] for dotted in imported}

    assert packages - THEIRS - sys.stdlib_module_names == set()
    for package in (PEERS, PEERS.parent, PEERS.parent.parent):  # these are imported with them
        assert (package / "__init__.py").read_text(encoding="utf-8") == ""


def test_the_peers_run_on_the_same_releases_as_the_project():
    def pins(name):
        return dict(re.findall(r"(?m)^([\w.-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8")))

    ours, theirs = pins("requirements.txt"), pins("tests/benchmarks/requirements-peers.txt")

    assert {"channels", "channels-redis", "django-eventstream", "uvicorn"} <= theirs.keys()
    assert {
        name: theirs[name] for name in theirs.keys() & ours.keys() if theirs[name] != ours[name]
    } == {}


def test_the_releases_of_the_peers_are_said():
    assert re.fullmatch(r"Peers: django-eventstream \d+[\d.]+, channels \d.+\.", run.releases())


def test_the_site_itself_needs_none_of_the_peers():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.findall(r"(?m)^(channels\S*|django-eventstream)==", text) == []


def test_a_ratio_is_the_median_of_those_inside_each_round():
    values = {figure.name: figure.value for figure in run.figures_of(2000, FOUND)}

    assert values[f"2,000 readers, {OURS}: last reader"] == 30
    assert values[f"2,000 readers, {OURS}: last reader, times the floor's"] == 2
    assert values["2,000 readers, a peer: last reader, times the floor's"] == pytest.approx(18)
    assert values["2,000 readers, a peer: last reader, times the project's"] == pytest.approx(6.5)
    assert values["2,000 readers, a peer: CPU per delivery, times the floor's"] == pytest.approx(15)


def test_only_what_the_project_loses_is_held_against_it(tmp_path):
    path = tmp_path / "bench.json"
    assert keep(run.figures_of(500, FOUND), path) == 0

    lost = FOUND | {OURS: [a_run(lost=1)] * 3}
    assert keep(run.figures_of(500, lost), path) == 1

    broken = [fact["name"] for fact in json.loads(path.read_text()) if not fact["holds"]]
    assert broken == [f"500 readers, {OURS}: lost"]


def test_one_more_delivery_is_told_apart_from_the_change_that_is_paid_once():
    few = {
        name: [a_run(server=cost)] for name, cost in ((FLOOR, 1e-5), (OURS, 5e-5), ("peer", 3e-5))
    }
    many = {
        name: [a_run(server=cost)] for name, cost in ((FLOOR, 1e-5), (OURS, 2e-5), ("peer", 6e-5))
    }

    found = {one.name: one.value for one in further.figures_of({500: few, 2000: many})}

    called = "one more delivery, 500 to 2,000 readers,"
    assert found[f"{called} {OURS}"] == pytest.approx(10)  # of 25 ms and 40 ms
    assert found[f"{called} {OURS}, times the floor's"] == pytest.approx(1)
    assert found[f"{called} peer, times the project's"] == pytest.approx(7)


def test_one_more_delivery_needs_two_numbers_of_readers_and_a_side_that_served_both():
    assert further.figures_of({500: FOUND}) == []

    found = [
        one.name for one in further.figures_of({500: FOUND, 2000: FOUND | {"a peer": [None] * 3}})
    ]
    assert [name for name in found if "a peer" in name] == []


def test_a_peer_that_served_nobody_has_a_line_and_no_figures():
    found = FOUND | {"a peer": [None, None, None]}
    figures = run.figures_of(500, found)

    told = [line for line in table(500, found, figures).splitlines() if "a peer" in line]
    assert told[0].split() == ["a", "peer", "-", "-", "-", "-", "0"]
    assert [figure.name for figure in figures if "a peer" in figure.name] == [
        "500 readers, a peer: lost"
    ]


def test_the_table_sets_every_side_against_the_floor_and_the_project():
    lines = table(2000, FOUND, run.figures_of(2000, FOUND)).splitlines()

    assert lines[0].split()[:2] == ["2,000", "readers"]
    assert [line[:26].strip() for line in lines[1:4]] == list(FOUND)
    assert lines[3].split()[2:6] == ["180", "18.0", "x", "(6.5)"]


def answers_to(*chunks, headers):
    """What a reader who is connected writes when these bytes come."""

    async def read():
        written = []
        stream = Stream(Crowd({"mark": "row", "headers": headers}), b"")
        stream.transport = SimpleNamespace(write=written.append)
        for chunk in (b"HTTP/1.1 101 Switching Protocols", *chunks):
            stream.data_received(chunk)
        return written

    return asyncio.run(read())


def test_a_reader_by_websocket_answers_each_ping_so_that_it_is_not_given_up():
    pong = b"\x8a\x84\0\0\0\0"

    assert answers_to(b"\x89\x04ping", headers="Upgrade") == [pong + b"ping"]
    assert answers_to(b"\x81\x03abc\x89\x04four", headers="Upgrade") == [pong + b"four"]
    assert answers_to(b"\x81\x03abc", headers="Upgrade") == []


def test_bytes_that_look_like_a_ping_mean_nothing_in_an_ordinary_stream():
    assert answers_to("data: \u0249\u0404".encode() + b"\x89\x04ping", headers="") == []
