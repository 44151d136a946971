"""Before anything else: the project's own Python in `.venv`, with exactly the pinned packages.

Runs on the machine's python3 with nothing installed, so it uses the standard library alone:
    python3 -I config/install.py up         install what the site needs, then start it
    python3 -I config/install.py test ...   install what the tests need as well, then run them
    python3 -I config/install.py bench ...  the same, then measure what the site carries
    python3 -I config/install.py bench-load ...  the same, then let a community in for two minutes
    python3 -I config/install.py bench-peers ...  the same beside other libraries
"""

from __future__ import annotations  # a python3 that is too old must come as far as being told so

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"

WORK: dict[str, tuple[list[str], list[str]]] = {
    "up": (["requirements.txt"], ["manage.py", "up"]),
    "test": (["requirements.txt", "requirements-dev.txt"], ["-m", "tests"]),
    "bench": (["requirements.txt", "requirements-dev.txt"], ["-m", "tests.benchmarks"]),
    "bench-load": (["requirements.txt", "requirements-dev.txt"], ["-m", "tests.benchmarks.load"]),
    "bench-peers": (["requirements.txt", "requirements-dev.txt"], ["-m", "tests.benchmarks.peers"]),
}


def python_of(folder: Path) -> Path:
    return folder / "bin" / "python"


def make_venv(folder: Path) -> None:
    """Make a venv there unless it is whole, or say in one sentence what the machine lacks."""
    if python_of(folder).exists() and (folder / "bin" / "pip").exists():
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
        venv.create(folder, with_pip=True, symlinks=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as reason:
        sys.exit(
            f"The folder {folder.name} could not be made ({reason}): mend that and run this again."
        )


def install(files: list[str], folder: Path) -> None:
    """Install the pinned packages of `files` into a venv unless exactly these are there already."""
    paths = [ROOT / name for name in files]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
    stamp = folder / f"installed-{'-'.join(path.stem for path in paths)}"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    sys.stdout.write(f"Installing the pinned packages into {folder.name} ...\n")
    sys.stdout.flush()
    pip = [str(python_of(folder)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
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
    make_venv(VENV)
    install(files, VENV)
    os.chdir(ROOT)
    python = str(python_of(VENV))
    os.execv(python, [python, *command, *rest])  # noqa: S606  (no shell)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
