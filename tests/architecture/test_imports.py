"""The layout knows each file, and the contracts know each area."""

import re

import pytest

from config.celery import AREAS_WITH_TASKS
from tests.architecture.source import APPS, ROOT, areas, modules, project

FURNITURE = {
    "__init__",
    "errors",
    "rules",
    "guards",
    "live",
    "signals",
    "querysets",
    "models",
    "tasks",
    "operations",
    "forms",
    "filters",
    "pages",
    "views",
    "urls",
    "admin",
    "receivers",
    "adapters",
    "middleware",
}
OF_AN_APP = {"__init__", "apps", "models", "admin", "urls"}
WIRING = {
    "__init__",
    *("asgi", "wsgi", "bodies", "middleware", "urls", "views", "refusals", "health", "context"),
    *("celery", "schedule", "broker", "cache", "logs", "metrics"),
    *("env", "checks", "apps", "models", "crisis"),
    *("install", "start", "static_headers", "prepare", "gunicorn"),
}
KIT = {
    *("__init__", "access", "admin", "bounds", "errors", "fields", "guards", "memory", "nouns"),
    *("paging", "partials", "prepared", "sealing", "sheets", "stylesheet", "text"),
}
CONTRACTS = {
    contract["name"]: contract for contract in project()["tool"]["importlinter"]["contracts"]
}


def test_every_area_is_under_the_contract_of_its_inside():
    assert CONTRACTS["Inside an area"]["containers"] == areas()


@pytest.mark.parametrize("app", APPS)
def test_every_area_has_its_place_in_the_order_of_areas(app):
    layers = CONTRACTS[f"Areas of {app} point one way"]["layers"]
    named = {part.strip(" ()") for layer in layers for part in layer.replace(":", "|").split("|")}

    assert {area.split(".")[1] for area in areas(app)} <= named


def test_every_area_with_tasks_is_known_to_celery():
    with_tasks = [
        area
        for area in areas()
        if (ROOT / area.replace(".", "/") / "tasks.py").exists()
        or (ROOT / area.replace(".", "/") / "tasks").exists()
    ]

    assert sorted(AREAS_WITH_TASKS) == with_tasks


def test_an_area_holds_its_furniture_and_nothing_else():
    strange = []
    for path in modules():
        app, *inside = path.relative_to(ROOT).with_suffix("").parts
        if app in APPS and len(inside) > 1 and inside[1] not in FURNITURE:
            strange.append(str(path.relative_to(ROOT)))
        if app in APPS and len(inside) == 1 and inside[0] not in OF_AN_APP:
            strange.append(str(path.relative_to(ROOT)))

    assert strange == []


def test_the_wiring_and_the_kit_hold_what_the_layout_knows():
    names = {
        folder: {path.stem for path in modules() if path.parent == ROOT / "config" / folder}
        for folder in ("", "kit", "settings", "templatetags")
    }

    assert names[""] <= WIRING
    assert names["kit"] <= KIT
    assert names["settings"] <= {"__init__", "base", "dev", "entrance", "plain", "prod", "test"}
    assert names["templatetags"] <= {"__init__", "frame", "live"}


def test_the_kit_knows_no_word_of_the_domain():
    words = re.compile(r"\b(mentor|listener|cheers|conversation|queue)s?\b", re.I)
    kit = [path for path in modules() if path.parent == ROOT / "config" / "kit"]
    code = {path.name: re.sub(r'"""[\s\S]*?"""|#.*', "", path.read_text()) for path in kit}

    assert [name for name, text in code.items() if words.search(text)] == []


def test_every_area_has_a_card():
    bare = [
        area
        for area in areas()
        if not (ROOT / area.replace(".", "/") / "__init__.py")
        .read_text(encoding="utf-8")
        .startswith('"""')
    ]

    assert bare == []


def test_no_file_is_named_after_nothing():
    vague = {"utils", "helpers", "common", "manager", "service", "services", "data", "info"}

    assert [path for path in modules() if path.stem in vague] == []
