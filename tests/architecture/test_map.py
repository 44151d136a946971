"""The map of the README and the cards of the areas lead to what is there."""

import re

import pytest

from tests.architecture.source import ROOT

ROW = re.compile(r"^\| `([\w/]+)` \| [^|]+ \| `([\w./]+)` \|$", re.MULTILINE)
CARD = re.compile(r"[Ss]tart reading at\s+([\w./]+\w)")
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROWS = [(area, start) for area, start in ROW.findall(README) if (ROOT / area).is_dir()]
AREAS = sorted(
    str(card.parent.relative_to(ROOT))
    for app in ("accounts", "mentorship")
    for card in (ROOT / app).glob("*/__init__.py")
    if card.parent.name != "migrations"
)


def leads_somewhere(area, start):
    """`module.name` names a definition of the area, `module.py` a file of it."""
    folder = ROOT / area
    if start.endswith(".py"):
        return (folder / start).exists()
    *_module, name = start.split(".")
    defined = re.compile(rf"^(?:async )?(?:def|class) {name}\b", re.MULTILINE)
    files = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    return any(defined.search(text) for text in files)


def test_every_area_has_its_row_in_the_map():
    assert sorted(area for area, _start in ROWS if not area.startswith("config")) == AREAS


@pytest.mark.parametrize(("area", "start"), ROWS)
def test_the_map_leads_to_what_is_there(area, start):
    assert leads_somewhere(area, start)


@pytest.mark.parametrize("area", AREAS)
def test_the_card_of_an_area_leads_to_what_is_there(area):
    card = (ROOT / area / "__init__.py").read_text(encoding="utf-8")

    assert leads_somewhere(area, CARD.search(card)[1])
