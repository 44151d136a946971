"""The project's own Python: pinned packages, and a sentence for what the machine lacks."""

import ast
import re
import sys
from importlib import metadata
from types import SimpleNamespace

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from config import install
from tests.architecture.source import ROOT

PYTHONS = ["3.11.0", "3.12.0", "3.13.0", "3.14.0"]


@pytest.fixture
def fresh(monkeypatch, tmp_path):
    """A clone without a `.venv`, and the pip calls that were made in it."""
    calls = []
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(
        install.subprocess,
        "run",
        lambda command, **_options: calls.append(command) or SimpleNamespace(returncode=0),
    )
    (tmp_path / "requirements.txt").write_text("a==1\n")
    return calls


def test_a_python_without_its_venv_module_is_named_with_the_remedy(fresh, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    with pytest.raises(SystemExit) as refusal:
        install.make_venv(tmp_path)

    assert "apt install python3" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_venv_that_was_left_half_made_is_made_again(fresh, monkeypatch, tmp_path):
    made = []
    monkeypatch.setattr("venv.create", lambda folder, **_options: made.append(folder))
    for name in ("python", "pip"):
        install.make_venv(tmp_path)
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).touch()
    assert made == [tmp_path, tmp_path]

    install.make_venv(tmp_path)
    assert made == [tmp_path, tmp_path]


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(fresh, monkeypatch, tmp_path):
    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("venv.create", refuse)

    with pytest.raises(SystemExit, match=r"could not be made \(.*Permission denied\)"):
        install.make_venv(tmp_path)


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(install.sys, "version_info", (3, 10, 4))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        install.main()


def test_packages_are_installed_by_hash_once_and_again_when_the_pins_change(fresh, tmp_path):
    install.install(["requirements.txt"], tmp_path)
    install.install(["requirements.txt"], tmp_path)
    assert len(fresh) == 1
    assert {"--require-hashes", "--only-binary"} <= set(fresh[0])

    (tmp_path / "requirements.txt").write_text("a==2\n")
    install.install(["requirements.txt"], tmp_path)
    assert len(fresh) == 2


def test_a_failed_install_is_said_and_tried_again_next_time(fresh, monkeypatch, tmp_path):
    monkeypatch.setattr(
        install.subprocess, "run", lambda *_args, **_options: SimpleNamespace(returncode=1)
    )

    with pytest.raises(SystemExit, match="could not be installed"):
        install.install(["requirements.txt"], tmp_path)

    assert list(tmp_path.glob("installed-*")) == []


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "requirements-dev.txt", "tests/benchmarks/requirements-peers.txt"],
)
def test_every_package_is_pinned_with_hashes_and_no_address(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-z])", re.sub(r"(?m)^(#|--).*\n?", "", text).strip())

    assert "://" not in text
    assert [pin for pin in packages if not re.match(r"[\w.-]+==[\w.]+", pin)] == []
    assert [pin for pin in packages if "--hash=sha256:" not in pin] == []


def needs_of(name):
    try:
        return map(Requirement, metadata.requires(name) or [])
    except metadata.PackageNotFoundError:  # one that this Python does not need
        return []


def wanted_on(python, wanted, reached=frozenset()):
    """The names of the packages which that Python installs for the requirements given."""
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) in reached:
                continue
            known = default_environment() | {"python_full_version": python, "extra": extra}
            known["python_version"] = python.rpartition(".")[0]
            needs = needs_of(name)
            fit = [need for need in needs if not need.marker or need.marker.evaluate(known)]
            reached = wanted_on(python, fit, reached | {(name, extra)})
    return reached


@pytest.mark.parametrize("python", PYTHONS)
def test_the_pins_are_complete_for_every_python_that_we_promise(python):
    def lines(name, pattern):
        return re.findall(pattern, (ROOT / name).read_text(encoding="utf-8"))

    direct = map(Requirement, lines("requirements.in", r"(?m)^[A-Za-z][^#\n]*"))
    pinned = set(lines("requirements.txt", r"(?m)^([\w.-]+)=="))

    assert {name for name, _extra in wanted_on(python, direct)} - pinned == set()


def test_a_python_that_is_too_old_can_read_the_installer():
    source = (ROOT / "config" / "install.py").read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 7))

    # Without this its annotations would be evaluated, which Python 3.8 cannot do.
    postponed = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert postponed[0].module == "__future__"


def test_there_are_few_direct_packages_and_each_has_its_reason():
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    direct = [re.match(r"[\w-]+", line).group() for line in lines if line and line[0] != "#"]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("## What it stands on")[1].split("##")[0]

    assert len(direct) <= 20
    assert [name for name in direct if name.lower() not in table.lower()] == []
