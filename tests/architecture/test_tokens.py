"""The colours hold their contrast in both themes (WCAG 2.2: 4.5 for text, 3 for the rest)."""

import re
from pathlib import Path

import pytest

TOKENS = Path("static/css/tokens.css").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0

TEXT_PAIRS = """
ink:bg ink:surface ink:surface-2 ink-2:bg ink-2:surface ink-2:surface-2
ink-3:bg ink-3:surface ink-3:surface-2 ink-2:brand-soft ink-3:brand-soft ink-2:wait-soft
brand:bg brand:surface brand:surface-2 brand:brand-soft on-brand:brand on-brand:brand-hover
brand-ink:brand-soft mentor:surface on-mentor:mentor mentor-ink:mentor-soft
good:surface good:good-soft wait:surface wait:wait-soft warm:surface warm:warm-soft
danger:surface danger:danger-soft info:info-soft ink:sky ink-2:sky
"""
SHAPE_PAIRS = """
line-strong:bg line-strong:surface line-strong:surface-2 focus:bg focus:surface
presence:surface c2:surface c4:surface
"""
LIMITS = [(pair, TEXT) for pair in TEXT_PAIRS.split()] + [
    (pair, SHAPE) for pair in SHAPE_PAIRS.split()
]


def colours(theme):
    found = re.findall(r"--([\w-]+):\s*light-dark\((#\w{6}),\s*(#\w{6})\);", TOKENS)
    return {name: light if theme == "light" else dark for name, light, dark in found}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("pair", "limit"), LIMITS)
def test_a_pair_of_colours_keeps_its_contrast(theme, pair, limit):
    front, back = (colours(theme)[name] for name in pair.split(":"))

    assert contrast(front, back) >= limit


def test_browsers_without_both_themes_get_the_light_colours():
    fallback = TOKENS[TOKENS.index("@supports not") :]
    written = dict(re.findall(r"--([\w-]+):\s*(#\w{6});", fallback))

    assert written == {name: colours("light")[name] for name in written}
    assert {"ink", "bg", "brand", "focus", "danger"} <= set(written)
