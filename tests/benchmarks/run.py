"""The parts of a run, one after the other, and the table of them all."""

import sys
from statistics import median

from django.contrib.sessions.models import Session

from mentorship.models import MentorProfile
from tests.benchmarks import beats, community, fanout, intake, pages, slow
from tests.benchmarks.figures import Figure, report, steadiness
from tests.benchmarks.processes import SPARE_FILES, free_port, raise_open_files, running
from tests.benchmarks.tap import figures_of, in_browser

NUMBERS = (500, 2000, 5000)
HELD_TO, ROUNDS = 2000, 3


def run(wanted, path):
    """Measure the parts named; the exit code."""
    files = raise_open_files()
    say("Making the community ...")
    community.make_tables()
    community.mentors()
    people = Crowd(community.people("reader", max(NUMBERS)))
    figures, words = [], []
    for part in wanted:
        say(f"Measuring {part} ...")
        found, said = MEASURES[part](people, files)
        figures += found
        words.append(said)
    sys.stdout.write("".join(words))
    return report(figures, path)


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Crowd:
    """The readers, and the mentor whose taps they hear; with sessions that are always fresh."""

    def __init__(self, users):
        self.users = users
        self.mentor = MentorProfile.objects.select_related("user").order_by("pk").first()

    def keys(self, number):
        Session.objects.all().delete()
        return community.sign_in(self.users[:number]), community.sign_in([self.mentor.user])[0]


def _pages(people, _files):
    keys, _ = people.keys(40)
    return pages.measure(keys)


def _slow(people, _files):
    keys, _ = people.keys(slow.READERS + 1)
    return slow.measure(people.users[: len(keys)], keys), ""


def _fanout(people, files):
    figures, words, each = [], [], {}
    for number in NUMBERS:
        if files < number + SPARE_FILES:
            words.append(f"Left out: {number:,} streams, because {files:,} files may be open.\n")
            continue
        floors, ours = [], []
        for _ in range(ROUNDS):
            floors.append(fanout.floor(number))
            keys, tap = people.keys(number)
            ours.append(fanout.product(people.users[:number], keys, tap))
        words.append(steadiness(f"{number:,} streams", [one.last for one in floors]))
        each[number] = median(one.server for one in ours)
        figures += _of(number, floors, ours)
        figures += figures_of(ours) if number == min(NUMBERS) else []
    if max(NUMBERS) in each:
        growth = each[max(NUMBERS)] / each[HELD_TO]
        figures.append(Figure("CPU per delivery, 5,000 readers against 2,000", growth, "x", 1.25))
    return figures, "".join(words)


def _of(number, floors, ours):
    limit = 3 if number == HELD_TO else None
    pairs = list(zip(ours, floors, strict=True))
    name = f"{number:,} streams:"
    last = median(one.last / bare.last for one, bare in pairs)
    spent = median(one.server / bare.server for one, bare in pairs)
    return [
        Figure(f"{name} last reader", last, "x floor", limit),
        Figure(f"{name} CPU", spent, "x floor", limit),
        *(
            Figure(f"{name} {what}", median(get(one) for one in ours), unit)
            for what, unit, get in OF
        ),
        Figure(f"{name} floor's last reader", median(one.last for one in floors) * 1e3, "ms"),
        Figure(f"{name} lost", sum(one.lost for one in ours), "", 0),
    ]


OF = (
    ("last reader after", "ms", lambda one: one.last * 1e3),
    ("CPU per delivery", "us", lambda one: one.server * 1e6),
    ("the client's own CPU per delivery", "us", lambda one: one.client * 1e6),
    ("memory per reader", "KiB", lambda one: one.kib_each),
    ("cores in use while nothing changes", "", lambda one: one.idle),
)


def _reconnect(people, files):
    """Everybody at once, as after a restart, until the last one has its first bytes."""
    if files < HELD_TO + SPARE_FILES:
        return [], f"Left out: {HELD_TO:,} at once, because {files:,} files may be open.\n"
    took = []
    for _ in range(ROUNDS):
        keys, tap = people.keys(HELD_TO)
        ours = fanout.product(people.users[:HELD_TO], keys, tap, at_once=HELD_TO)
        took.append(ours.connect if not ours.lost else float("inf"))
    return [Figure(f"{HELD_TO:,} reconnected, all at once", median(took), "s", 1)], ""


def _screen(people, _files):
    """The page that Chromium shows, and 500 other streams beside it."""
    port = free_port()
    number = min(NUMBERS)
    keys, tap = people.keys(number + 1)
    plan = fanout.plan_for(people.users[:number], keys[:number], publish=[])
    with (
        running(["-m", "config.live.serve"], port) as server,
        fanout.crowd(server, port, plan) as (_, connected),
    ):
        took = in_browser(port, keys[number], tap, people.mentor)
    if took is None:
        return [], "Left out: the screen, because there is no Chromium.\n"
    name = f"tap to Chromium's screen beside {connected['open']} streams"
    return [Figure(name, took, "ms")], ""


MEASURES = {
    "pages": _pages,
    "fanout": _fanout,
    "reconnect": _reconnect,
    "screen": _screen,
    "slow": _slow,
    "beats": lambda _people, _files: (beats.measure(), ""),
    "intake": lambda _people, _files: (intake.measure(), ""),
}
