"""The values: sizes, scripts, numbers, dates, markup, and what other layers read as their own."""

ECHO = "qq\"'<x>"

SIZES = {
    "nothing": "",
    "a space": " ",
    "a page of one word": "x" * 5_000,
    "64 KB": "x" * 65_536,
    "lines": "\n" * 10_000,
}
SCRIPTS = {
    "NUL": "a\0b",
    "C0": "\x01\x08\x1b\x1f\x7f",
    "C1": "\x80\x85\x9f",
    "BOM": "\ufeffa",
    "lone surrogate": "\ud800",
    "surrogates turned round": "\udc00\ud800",
    "unassigned": "\u0378\U000e0fff",
    "private use": "\ue000\U0010fffd",
    "noncharacter": "\uffff\U0010ffff",
    "family": "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "flags": "\U0001f1e9\U0001f1ea\U0001f3f4\U000e0067\U000e007f",
    "skin": "\U0001f44b\U0001f3fd",
    "taken apart": "e\u0301 A\u030a",
    "Turkish": "İıIi",
    "sharp s": "straßeẞ",
    "nothing to see": "\u200b\u200c\u200d\u2060",
    "wide digits": "１２",
    "Arabic digits": "١٢",
    "Roman numeral": "Ⅷ²",
    "Cyrillic among Latin": "mentоr",
    "turned round": "\u202eabc\u2066x",
    "zalgo": "z" + "\u0301" * 100,
    "line separators": "a\u2028b\u2029c\x0b\x0c",
}
NUMBERS = {
    name: name
    for name in (
        *("-1", "0", "-0", "1.5", "2147483648", "9223372036854775808", "1" + "0" * 30, "1e309"),
        *("NaN", "Infinity", "007", "+1", "1_000", " 1", "0x10", "1,000", "true", "None"),
    )
}
NUMBERS |= {"more digits than Python reads": "9" * 5_000}
IDS = {
    "braces": "{00000000-0000-4000-8000-000000000000}",
    "urn": "urn:uuid:00000000-0000-4000-8000-000000000000",
    "upper": "00000000-0000-4000-8000-00000000ABCD",
    "short": "00000000000040008000000000000000",
    "wrong letter": "00000000-0000-4000-8000-00000000000g",
}
DATES = {
    name: name
    for name in (
        *("0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "24:00", "23:59:60"),
        *("2026-03-29T02:30", "2026-W53-7", "-2026-01-01", "Mars/Olympus", "../../etc/localtime"),
        *("localtime", "Etc/GMT+99", "a\0b/c"),
    )
}
MARKUP = {
    "echo": ECHO,
    "handler": "<img src=x onerror=alert(1)>",
    "svg": "<svg/onload=alert(1)><math><base href=//evil.example>",
    "script address": "[a](javascript:alert(1)) [b](JaVa&#x0A;Script:alert(1)) <data:text/html,x>",
    "two slashes": "[a](//evil.example) ![b](http://evil.example/x.png)",
    "htmx": '<p hx-get="/x" data-hx-trigger="load">',
    "quotes in quotes": ">" * 10_000,
    "brackets in brackets": "[" * 10_000,
    "stars": "*" * 20_000,
    "a list in a list": "\n".join(" " * depth + "- x" for depth in range(300)),
    "template": "{{ 7 * 7 }}{% debug %}${7*7}#{7*7}",
}
OTHER_LAYERS = {
    "sheet": "=HYPERLINK(1)",
    "header": "a\r\nSet-Cookie: x=1",
    "away": "//evil.example",
    "away by backslash": "/\\evil.example",
    "away by scheme": "https:evil.example",
    "path": "../../../etc/passwd",
    "quote": "' OR 1=1 --",
    "like": "%_\\",
    "pattern": "((((((((((a+)+)+)+)+)+)+)+)+$",
    "format": "%s%n%(x)s{0}{x.__class__}",
    "half of JSON": '{"a":',
    "JSON with half a letter": '{"type": "\\ud800", "id": NaN}',
    "a list as JSON": "[1]",
    "a number as JSON": "5",
    "a key that answers a list": '{"id": "x", "rawId": "eA", "type": "public-key", "response": []}',
    "a key that answers nobody": '{"id": "x", "rawId": "eA", "type": "public-key", "response":'
    ' {"clientDataJSON": "eA", "authenticatorData": "eA", "signature": "eA", "userHandle": 5}}',
    "deep JSON": "[" * 3_000,
    "percent": "%zz%00%ff",
}
BYTES = {"no text": b"\xff\xfe\xc0\x80"}

VALUES = SIZES | SCRIPTS | NUMBERS | IDS | DATES | MARKUP | OTHER_LAYERS | BYTES


def as_bytes(value):
    """What travels: half letters too, which no encoder of its own accord sends."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def rotated(subjects, values):
    """Pairs: every value meets some subject, every subject some value, and there is no chance."""
    subjects, values = list(subjects), list(values)
    if not subjects:
        return []
    count = max(len(subjects), len(values))
    return [(subjects[n % len(subjects)], values[n % len(values)]) for n in range(count)]


def each(subjects, values):
    """Every value with every subject."""
    return [(subject, value) for subject in subjects for value in values]
