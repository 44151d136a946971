"""The table of one number of readers: a line for each side, the same columns for all."""

from tests.benchmarks.peers.sides import FLOOR, OURS

COLUMNS = (
    ("last reader", "ms", lambda one: one.last * 1e3),
    ("CPU per delivery", "us", lambda one: one.server * 1e6),
    ("memory per reader", "KiB", lambda one: one.kib_each),
    ("all connected", "s", lambda one: one.connect),
)
SIDE, CELL = 26, 25


def table(number, found, figures):
    """Each measure as it is, times the floor's (x), and times the project's (in brackets)."""
    values = {figure.name: figure.value for figure in figures}
    heads = "".join(f"{f'{what}, {unit}':>{CELL}}" for what, unit, _ in COLUMNS)
    lines = [f"{f'{number:,} readers':<{SIDE}}{heads}{'lost':>8}"]
    for name in found:
        called = f"{number:,} readers, {name}:"
        cells = "".join(f"{_cell(called, what, values):>{CELL}}" for what, _, _ in COLUMNS)
        lines.append(f"{name:<{SIDE}}{cells}{values[f'{called} lost']:>8,}")
    told = (
        f"x: times {FLOOR}; in brackets: times {OURS}. Medians of the rounds, ratios inside each."
    )
    return "\n".join([*lines, told]) + "\n"


def _cell(called, what, values):
    measured = values.get(f"{called} {what}")
    if measured is None:
        return "-"
    floor = values.get(f"{called} {what}, times the floor's")
    ours = values.get(f"{called} {what}, times the project's")
    beside = "" if floor is None else f" {floor:6.1f} x"
    return f"{measured:.3g}{beside:>9}" + ("" if ours is None else f" ({ours:.1f})").rjust(9)
