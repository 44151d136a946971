"""What a page costs on a slow phone: styles 12 KB, scripts 35 KB with htmx, nothing foreign."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

from config.kit.stylesheet import joined, layer_files

CSS = Path("static/css")
SCRIPTS = Path("static/js")
HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx"
CSS_LIMIT, SCRIPT_LIMIT = 12_000, 35_000


def compressed(text):
    return len(gzip.compress(text.encode(), 9))


def test_all_styles_together_stay_within_12_kb():
    assert compressed(joined(CSS)) <= CSS_LIMIT


def test_all_scripts_together_stay_within_35_kb():
    # Whatever one page may load: htmx, its extension for streams, and every module of ours.
    files = [HTMX / "htmx-2.min.js", HTMX / "ext/hx-sse-2.min.js", *SCRIPTS.rglob("*.js")]

    assert sum(compressed(path.read_text(encoding="utf-8")) for path in files) <= SCRIPT_LIMIT


def test_every_stylesheet_belongs_to_a_layer_that_is_delivered():
    assert set(layer_files(CSS)) == set(CSS.rglob("*.css"))


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_styles_ask_for_nothing_and_name_no_id(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", text.partition("@supports")[0])

    assert "url(" not in text
    assert "@import" not in text
    assert not [line for line in selectors if re.search(r"#[a-zA-Z]", line)]
