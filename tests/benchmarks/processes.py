"""Servers of their own for the measurements, and what the kernel says that they cost."""

import os
import resource
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from tests.architecture.source import ROOT

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
SPARE_FILES = 300


def raise_open_files():
    """As many open files as the machine allows this process and its children; how many."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu(process):
    """Seconds of processor time of a process and its children that still run."""
    return sum(cpu_of(pid) for pid in family(process.pid))


def cpu_of(pid):
    """Seconds of processor time of one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def family(pid):
    """The process and those it started."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += family(int(child))
    return found


def memory(process, kind="Pss"):
    """KiB that the process and its children hold, what they share counted once.

    With `kind` Pss_Anon without files and libraries: a share of them falls when others map them.
    """
    kib = 0
    for pid in family(process.pid):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                kib += int(line.split()[1])
    return kib


def kernel_memory():
    """KiB that the kernel holds for all TCP sockets of this machine."""
    lines = Path("/proc/net/sockstat").read_text().splitlines()
    pages = next(line.split()[-1] for line in lines if line.startswith("TCP:"))
    return int(pages) * PAGE // 1024


@contextmanager
def running(arguments, port, python=sys.executable, **values):
    """A Python process that listens on `port`, from its first answer to the end of the block."""
    process = subprocess.Popen(
        [python, *arguments],
        cwd=ROOT,
        env=os.environ | {"PORT": str(port), **values},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port, process):
    for _ in range(600):
        if process.poll() is not None:
            sys.exit(f"A server of the benchmark ended at once: {process.args}")
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    sys.exit(f"A server of the benchmark did not answer: {process.args}")


def pinned(process, core):
    """Keep a process on one core, so that server and client do not take each other's."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(process.pid, {cores[core % len(cores)]})
