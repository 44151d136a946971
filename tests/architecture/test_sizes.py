"""Files and functions stay small enough to read in one go."""

from statistics import median

from tests.architecture.source import ROOT, files, functions, modules

LINES_OF_A_FILE = 300
MEDIAN_LINES_OF_A_FILE = 80
LINES_OF_A_TEMPLATE = 120


def _lines(path):
    return path.read_text(encoding="utf-8").count("\n")


def _limit(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    if "views" in parts:
        return 30
    return 40 if "operations" in parts else 25


def test_python_files_are_short():
    python = [path for path in files(".py") if "migrations" not in path.parts]

    assert {
        str(p.relative_to(ROOT)): _lines(p) for p in python if _lines(p) > LINES_OF_A_FILE
    } == {}
    assert median(_lines(path) for path in modules()) < MEDIAN_LINES_OF_A_FILE


def test_functions_are_short():
    long = {
        f"{path.relative_to(ROOT)}:{line} {name}": lines
        for path in modules()
        for name, line, lines in functions(path)
        if lines > _limit(path)
    }

    assert long == {}


def test_templates_are_short():
    pages = [path for end in (".html", ".txt") for path in files(end) if "templates" in path.parts]

    assert {
        str(p.relative_to(ROOT)): _lines(p) for p in pages if _lines(p) > LINES_OF_A_TEMPLATE
    } == {}
