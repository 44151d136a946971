"""What was measured: a value with its unit and, where the project promises one, its limit."""

import json
import sys
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """`limit` is None for what is only printed; `at_least` says on which side of it to stay."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def holds(self):
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def as_json(self):
        facts = asdict(self)
        del facts["at_least"]
        return facts | {"value": round(self.value, 4), "holds": self.holds}

    def as_line(self):
        side = "at least" if self.at_least else "at most"
        limit = "" if self.limit is None else f"{side} {self.limit:g}"
        word = "" if self.limit is None else ("holds" if self.holds else "DOES NOT HOLD")
        return f"{self.name:<66} {self.value:>10.3f} {self.unit:<12} {limit:<14} {word}".rstrip()


def middle(values):
    """The median of the rounds."""
    return median(values)


def steadiness(name, floors):
    """What to say of a floor that differs between its rounds by more than 2 times; else nothing."""
    if min(floors) <= 0 or max(floors) / min(floors) <= 2:
        return ""
    return (
        f"The floor of {name} itself varied from {min(floors):.3g} to {max(floors):.3g}: "
        "something else was busy on this machine, so measure again.\n"
    )


def report(figures, path):
    """Print the table and merge the figures into the JSON list at `path`; the exit code."""
    sys.stdout.write("\n".join(figure.as_line() for figure in figures) + "\n")
    return keep(figures, path)


def keep(figures, path):
    """Merge the figures into the JSON list at `path`; the exit code.

    Figures of an earlier run that this one did not measure are kept.
    """
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    measured = {figure.name for figure in figures}
    kept = [fact for fact in known if fact["name"] not in measured]
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = [*kept, *(figure.as_json() for figure in figures)]
    path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    return 0 if all(figure.holds for figure in figures) else 1
