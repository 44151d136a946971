"""Templates carry no script, no style and no noun that the operator may change."""

import re

from tests.architecture.source import ROOT, files

INLINE = {
    "a script without a file": re.compile(r"<script(?![^>]*\bsrc=)", re.I),
    "a style element": re.compile(r"<style", re.I),
    "a style attribute": re.compile(r"<[^>]*\sstyle=", re.I),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+=", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "hx-on": re.compile(r"hx-on", re.I),
    "evaluated values": re.compile(r"hx-(vals|headers)=['\"]js:", re.I),
    "a trigger filter": re.compile(r"hx-trigger=['\"][^'\"]*\[", re.I),
}
COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"""{%\s*translate\s+(?:"([^"]*)"|'([^']*)')""")
MARKUP = re.compile(r"{%.*?%}|{{.*?}}|<[^>]*>", re.S)
ROLE = re.compile(r"\b(mentors?|listeners?)\b", re.I)


def _templates(*ends):
    for end in ends or (".html",):
        for path in files(end):
            if path.relative_to(ROOT).parts[0] == "templates":
                text = path.read_text(encoding="utf-8")
                yield path.relative_to(ROOT), COMMENT.sub("", text)


def test_templates_hold_nothing_inline():
    found = [
        f"{path}: {what}"
        for path, text in _templates()
        for what, pattern in INLINE.items()
        if pattern.search(text)
    ]

    assert found == []


def test_templates_spell_no_role_noun():
    found = []
    for path, text in _templates(".html", ".txt"):
        shown = [first or second for first, second in TRANSLATED.findall(text)]
        shown.append(MARKUP.sub(" ", text))
        found += [f"{path}: {match.group()}" for words in shown for match in ROLE.finditer(words)]

    assert found == []


def test_components_begin_by_naming_their_inputs():
    nameless = [
        str(path.relative_to(ROOT))
        for path in files(".html")
        if "components" in path.parts
        and not path.read_text(encoding="utf-8").lstrip().startswith(("{#", "{% comment"))
    ]

    assert nameless == []
