"""The report of the benchmarks says what does not hold: table, file and exit code."""

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT
from tests.benchmarks.figures import Figure, report, steadiness

SLOW = Figure("last reader", 3.5, "x floor", 3)
QUICK = Figure("last reader", 2.5, "x floor", 3)
FEW = Figure("share of a constant page", 0.2, "ratio", 0.25, at_least=True)
SAID = Figure("memory per reader", 22.1, "KiB")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "var" / "bench.json"


@pytest.mark.parametrize(
    ("figure", "holds"), [(SLOW, False), (QUICK, True), (FEW, False), (SAID, True)]
)
def test_a_figure_on_the_wrong_side_of_its_limit_does_not_hold(figure, holds, path, capsys):
    assert report([figure], path) == (0 if holds else 1)

    assert [fact["holds"] for fact in json.loads(path.read_text())] == [holds]
    assert ("DOES NOT HOLD" in capsys.readouterr().out) is not holds


def test_the_file_is_a_list_of_name_value_unit_limit_and_holds(path):
    report([SLOW, SAID], path)

    assert json.loads(path.read_text()) == [
        {"name": "last reader", "value": 3.5, "unit": "x floor", "limit": 3, "holds": False},
        {
            "name": "memory per reader",
            "value": 22.1,
            "unit": "KiB",
            "limit": None,
            "holds": True,
        },
    ]


def test_a_part_that_is_measured_alone_leaves_the_others_as_they_were(path):
    report([SLOW, SAID], path)

    assert report([QUICK], path) == 0

    facts = {fact["name"]: fact["value"] for fact in json.loads(path.read_text())}
    assert facts == {"last reader": 2.5, "memory per reader": 22.1}


def test_a_floor_that_moves_more_than_twice_is_said():
    assert "varied from 1 to 2.1" in steadiness("streams", [1, 1.5, 2.1])
    assert steadiness("streams", [1, 1.5, 2]) == ""


def test_a_part_that_nobody_knows_is_named_before_anything_is_measured():
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "everything"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 2
    assert "everything" in run.stderr
