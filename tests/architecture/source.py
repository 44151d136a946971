"""The project's own files, for the tests of its architecture."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "mentorship")


@cache
def files(suffix):
    """Every file of the project that is kept or about to be, by its end."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", f"*{suffix}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\n") if name and (ROOT / name).is_file()]


def modules():
    """Python files outside tests and migrations."""
    return [
        path
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] in {"config", *APPS} and "migrations" not in path.parts
    ]


def areas(app=None):
    """Dotted names of the areas: folders inside an app."""
    return sorted(
        f"{name}.{folder.parent.name}"
        for name in APPS
        for folder in (ROOT / name).glob("*/__init__.py")
        if folder.parent.name != "migrations" and app in {None, name}
    )


def functions(path):
    """(name, first line, lines without the docstring) of each function of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node):
                lines -= node.body[0].end_lineno - node.body[0].lineno + 1
            yield node.name, node.lineno, lines


@cache
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
