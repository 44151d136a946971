"""What a run has shown: the log of the people joined with the rows, and with what was held."""

import json
from collections import Counter, defaultdict
from statistics import median, quantiles

from mentorship.models import Message
from tests.benchmarks.figures import Figure
from tests.benchmarks.load.plan import RATE

EXPECTED = {"send": (200,), "send again": (200,), "open": (302,)}
STORED = (200, 302)
FULL = 409
TAKEN = "The last free place has just been taken."  # what the page of a full mentor says
AT_FIRST, AT_LAST = 30, 15  # seconds whose memory is compared
GROWTH = 1.1
ON_TIME = 0.98


class Log:
    """The lines of the people, by the requests of the plan."""

    def __init__(self, requests, path):
        self.requests = requests
        self.answers, self.heard = {}, {}
        self.sent = set()
        for line in path.read_text(encoding="utf-8").splitlines():
            fact = json.loads(line)
            if "sent" in fact:
                self.sent.add(fact["sent"])
            elif "heard" in fact:
                self.heard[fact["heard"]] = fact["took"]
            else:
                self.answers[fact["answered"]] = fact

    def of(self, *kinds, since=0.0):
        """Requests of these kinds with their answers, from a moment of the plan on."""
        for number, asked in enumerate(self.requests):
            if asked.at >= since and (not kinds or asked.kind in kinds):
                yield asked, self.answers.get(number, {"status": 0, "took": 0, "words": "nothing"})


def answers(log, *, since, seconds):
    """That everything was asked and answered well, and how long each kind took."""
    wrong = Counter(
        (asked.kind, answer["status"], answer["words"][:80])
        for asked, answer in log.of()
        if not _is_expected(asked, answer)
    )
    full = sum(answer["status"] == FULL for _, answer in log.of("open"))
    took = defaultdict(list)
    for asked, answer in log.of(since=since):
        took[asked.kind].append(answer["took"] * 1e3)
    rate = len(list(log.of(since=since))) / seconds
    figures = [
        Figure("requests", rate, "a second", RATE * ON_TIME, at_least=True),
        Figure("requests that failed, or were refused for no good reason", wrong.total(), "", 0),
        Figure("first messages to a mentor who had just become full", full, ""),
    ]
    everything = [one for each in took.values() for one in each]
    for kind, each in [*took.items(), ("all requests", everything)]:
        figures += [Figure(f"{kind}: {name}", value, "ms") for name, value in _spread(each).items()]
    return figures, wrong


def _is_expected(asked, answer):
    if asked.kind == "open" and answer["status"] == FULL:
        return TAKEN in answer["words"]
    return answer["status"] in EXPECTED.get(asked.kind, (200,))


def _spread(values):
    """The p50, p95 and p99 of some durations."""
    if len(values) < 2:
        return dict.fromkeys(("p50", "p95", "p99"), values[0] if values else 0.0)
    cuts = quantiles(values, n=100, method="inclusive")
    return {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}


def rows(log):
    """Every message that was acknowledged is one row with its words, and no other row is there."""
    acknowledged, refused = set(), set()
    for asked, answer in log.of("send", "send again", "open"):
        if answer["status"] in STORED:
            acknowledged.add(asked.client_id)
        elif answer["status"]:  # without an answer nobody was told anything, and either may be true
            refused.add(asked.client_id)
    stored = Counter()
    known = Message.objects.filter(client_id__in=acknowledged | refused)
    for client_id, body in known.values_list("client_id", "body"):
        stored[str(client_id)] += body.endswith(str(client_id))
    return [
        Figure("messages and conversations that were acknowledged", len(acknowledged), ""),
        Figure("of these lost", sum(stored[one] == 0 for one in acknowledged), "", 0),
        Figure("of these stored twice", sum(stored[one] > 1 for one in acknowledged), "", 0),
        Figure("refused and yet stored", sum(stored[one] > 0 for one in refused), "", 0),
    ]


def streams(log, said, number, *, since):
    """That all streams stayed open, and when they heard of what was sent to their person."""
    sent = [
        asked.client_id for asked, answer in log.of("send", since=since) if answer["status"] == 200
    ]
    took = [log.heard[one] * 1e3 for one in sent if one in log.heard]
    gone = max(number - said["streams"], said["lost"])
    return [
        Figure("streams that did not open, or ended", gone, "", 0),
        Figure("messages of which the other's stream did not hear", len(sent) - len(took), "", 0),
        *(Figure(f"sent until the other's stream: {n}", v, "ms") for n, v in _spread(took).items()),
    ]


def memory(looks, *, began, warm, seconds):
    """For each service the growth of that process of it which grew most."""
    first, last = defaultdict(list), defaultdict(list)
    end = began + warm + seconds
    span = min(AT_FIRST, seconds / 3)
    for moment, held in looks:
        for process, mib in held.items():
            if began + warm <= moment <= began + warm + span:
                first[process].append(mib)
            elif end - min(AT_LAST, seconds / 3) <= moment <= end:
                last[process].append(mib)
    growth, ends = defaultdict(list), defaultdict(float)
    for process in last:
        ends[process[0]] += median(last[process])
        if process in first:
            growth[process[0]].append(median(last[process]) / median(first[process]))
    return [
        Figure(f"{name}: memory at the end, of the start", max(each), "times", GROWTH)
        for name, each in growth.items()
    ] + [Figure(f"{name}: memory of all its processes", mib, "MiB") for name, mib in ends.items()]


def processors(before, after, *, seconds):
    """Cores in use, by service. What the machine did beside all of these was others' work."""
    used = {name: (spent - before[name]) / seconds for name, spent in after.items()}
    return [Figure(f"{name}: cores in use", cores, "") for name, cores in used.items()]
