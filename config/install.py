"""Before anything else: the project's own Python in `.venv`, with exactly the pinned packages.

Runs on the machine's python3 with nothing installed, so it uses the standard library alone:
    python3 -I config/install.py up         install what the site needs, then start it
    python3 -I config/install.py test ...   install what the tests need as well, then run them
    python3 -I config/install.py bench ...  the same, then measure what the site carries
    python3 -I config/install.py bench-load ...  the same, then let a community in for two minutes
"""

from __future__ import annotations  # a python3 that is too old must come as far as being told so

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

WORK: dict[str, tuple[list[str], list[str]]] = {
    "up": (["requirements.txt"], ["manage.py", "up"]),
    "test": (["requirements.txt", "requirements-dev.txt"], ["-m", "tests"]),
    "bench": (["requirements.txt", "requirements-dev.txt"], ["-m", "tests.benchmarks"]),
    "bench-load": (["requirements.txt", "requirements-dev.txt"], ["-m", "tests.benchmarks.load"]),
}


def make_venv() -> None:
    """Make `.venv` unless it is whole, or say in one sentence what the machine lacks."""
    if PYTHON.exists() and (VENV / "bin" / "pip").exists():
        return
    try:
        import ensurepip  # noqa: PLC0415, F401  (its absence is what we look for)
        import venv  # noqa: PLC0415
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            f"Python {version} came without its venv module: install it "
            f"(on Debian and Ubuntu: apt install python{version}-venv) and run this again."
        )
    try:
        venv.create(VENV, with_pip=True, symlinks=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as reason:
        sys.exit(f"The folder .venv could not be made ({reason}): mend that and run this again.")


def install(files: list[str]) -> None:
    """Install the pinned packages of `files` unless exactly these are there already."""
    paths = [ROOT / name for name in files]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    stamp = VENV / f"installed-{'-'.join(path.stem for path in paths)}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    sys.stdout.write("Installing the pinned packages into .venv ...\n")
    sys.stdout.flush()
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wanted = [part for path in paths for part in ("-r", str(path))]
    done = subprocess.run(  # noqa: S603  (our own interpreter and files)
        [*pip, "--only-binary", ":all:", "--require-hashes", *wanted], check=False
    )
    if done.returncode:
        sys.exit(
            "The packages could not be installed: pip says why above. "
            "Check the network, then run this again."
        )
    stamp.write_text(digest, encoding="ascii")


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (an older python3 is what we look for)
        sys.exit("Quality Queue needs Python 3.11 or newer: install it and run this again.")
    task, *rest = sys.argv[1:] or ["up"]
    files, command = WORK[task]
    make_venv()
    install(files)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), *command, *rest])  # noqa: S606  (no shell)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
