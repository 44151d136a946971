"""What one more reader costs: apart from the change itself, which is paid once for all of them.

The project's change is the POST of a mentor who is signed in, written to the database; a peer's is
a view that renders a row. With few readers that difference hides what a delivery costs.
"""

from statistics import median

from tests.benchmarks.figures import Figure
from tests.benchmarks.peers.sides import FLOOR, OURS


def figures_of(found):
    """`found`: number of readers -> name -> runs. Nothing where only one number was measured."""
    few, many = min(found), max(found)
    if few == many:
        return []
    costs = {name: _costs(few, found[few][name], many, found[many][name]) for name in found[few]}
    called = f"one more delivery, {few:,} to {many:,} readers,"
    figures = []
    for name, rounds in costs.items():
        spent = [one for one in rounds if one is not None]
        if spent:
            figures.append(Figure(f"{called} {name}", median(spent) * 1e6, "us"))
        for other, short in ((FLOOR, "floor"), (OURS, "project")):
            pairs = zip(rounds, costs[other], strict=True)
            ratios = [one / base for one, base in pairs if one is not None and base and base > 0]
            if ratios and name not in (FLOOR, other):
                times = f"{called} {name}, times the {short}'s"
                figures.append(Figure(times, median(ratios), f"x {short}"))
    return figures


def _costs(few, first, many, second):
    """Seconds of processor time for one more reader, for each round; None where a side failed."""
    return [
        (two.server * many - one.server * few) / (many - few) if one and two else None
        for one, two in zip(first, second, strict=True)
    ]
