"""What readers cost who never read, while the list changes and changes.

Counted is what 200 of them add to a server that has been warm for two rounds of changes and one
reader who reads. In the process: all memory that is no file (Pss_Anon), so the connection, the
task, the buffer, what waits and what the allocator lost between them; less what a round of
changes adds without them. In the kernel: pages of all TCP sockets of this machine, so
both ends of each connection, of which the reader's own end takes 4 KiB at most.
"""

import socket
import threading
import time

from config.live.publish import touch
from mentorship.models import MentorProfile
from tests.benchmarks import community
from tests.benchmarks.figures import Figure
from tests.benchmarks.processes import free_port, kernel_memory, memory, running

READERS, CHANGES, PAUSE = 200, 12, 0.3
OWN = "Pss_Anon"
SMALL = 4096  # bytes that the reader's own side of the connection takes


def measure(readers, keys):
    """KiB for each reader who never reads: this process and the kernel together."""
    port = free_port()
    with running(["-m", "config.live.serve"], port) as server:
        warm = _open(port, *community.stream_of(readers[-1], keys[-1]))
        _drain(warm)
        _change_everything()  # what is made once for all is there before anything is counted
        began = memory(server, OWN)
        _change_everything()
        process, kernel = memory(server, OWN), kernel_memory()
        without = process - began  # what the changes themselves leave behind, for whoever reads
        held = [
            _open(port, *community.stream_of(reader, key))
            for reader, key in zip(readers[:READERS], keys[:READERS], strict=True)
        ]
        _change_everything()
        in_process = (memory(server, OWN) - process - without) / READERS
        in_kernel = (kernel_memory() - kernel) / READERS
        for reader in [*held, warm]:
            reader.close()
    return [
        Figure("a reader that never reads, process and kernel", in_process + in_kernel, "KiB", 160),
        Figure("of these in the process", in_process, "KiB"),
        Figure("of these in the kernel", in_kernel, "KiB"),
    ]


def _open(port, path, cookie):
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    reader.connect(("127.0.0.1", port))
    words = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
    reader.sendall(words.encode())
    return reader


def _drain(reader):
    """One reader who reads, so that what is held once for all is there before the others come."""

    def read():
        try:
            while reader.recv(65_536):
                pass
        except OSError:
            pass  # closed at the end of the measurement

    threading.Thread(target=read, daemon=True).start()


def _change_everything():
    """All fifty rows, again and again: far more than any buffer takes."""
    listed = MentorProfile.objects.filter(here_until__isnull=False)
    for number in range(CHANGES):
        listed.update(capacity=4 + number % 2)
        for public_id in listed.values_list("public_id", flat=True):
            touch("queue:adult", str(public_id))
        time.sleep(PAUSE)
    time.sleep(1)
