"""What a name typed here may look like, and when two names read alike.

Imported names are kept to the letter and are never judged by these rules; `inert` is how any
name is shown.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from confusable_homoglyphs.confusables import confusables_data

DISPLAY_NAME_MAX = 60
MARKS_MAX = 3
JOINERS = "\u200c\u200d"
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
FIRST_STRONG, POP = "\u2068", "\u2069"
# Letters and digits of Hebrew, Arabic and their like.
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
# Letters and symbols that are drawn as nothing.
BLANKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
RESERVED_WORDS = (
    "admin",
    "administrator",
    "coordinator",
    "moderator",
    "official",
    "root",
    "staff",
    "support",
    "system",
)

INVISIBLE, CONTROLS, OVERRIDES, MARKS, TOO_LONG = (
    "invisible",
    "controls",
    "overrides",
    "marks",
    "too_long",
)


def tidy(name: str) -> str:
    """The name as it is stored: composed, with single spaces and none at its ends."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def judge_display_name(name: str) -> tuple[str, ...]:
    """Name everything that is wrong with a display name typed here; nothing means it may be used.

    The codes: `invisible` (nothing to see), `controls` (control, private or
    unassigned characters, line separators), `overrides` (characters that turn
    the direction of writing), `marks` (more than three marks on one letter),
    `too_long`.
    """
    found = []
    if not any(_is_visible(char) for char in name):
        found.append(INVISIBLE)
    if any(_is_control(char) for char in name):
        found.append(CONTROLS)
    if any(char in BIDI for char in name):
        found.append(OVERRIDES)
    if _longest_pile(name) > MARKS_MAX:
        found.append(MARKS)
    if len(name) > DISPLAY_NAME_MAX:
        found.append(TOO_LONG)
    return tuple(found)


def inert(name: str) -> str:
    """The name as text that can do nothing to the text around it; empty where nothing is to see.

    Imported names keep every character in the database. What is shown leaves out those that turn
    the direction of writing, control characters, and marks beyond three on one letter. A name
    with letters that run from right to left stands between isolates, so that it may be put into
    a title, a button or a sentence, where no element can hold it apart.
    """
    kept = "".join(char for char in name if char not in BIDI and not _is_control(char))
    shown = _with_low_piles(kept).strip()
    if not any(_is_visible(char) for char in shown):
        return ""
    turns = any(unicodedata.bidirectional(char) in RIGHT_TO_LEFT for char in shown)
    return f"{FIRST_STRONG}{shown}{POP}" if turns else shown


def skeleton(name: str) -> str:
    """What stays of a name once look-alikes, case, marks, spaces and signs are taken away.

    Two names read alike when their skeletons are equal and not empty. Follows
    the idea of UTS 39, without case and with i, l and 1 as one.
    """
    text = _mapped(unicodedata.normalize("NFKC", name)).casefold()
    text = unicodedata.normalize("NFD", _mapped(unicodedata.normalize("NFKC", text)))
    letters = "".join(char for char in text if unicodedata.category(char)[0] in "LN")
    return letters.replace("i", "l").replace("rn", "m").replace("vv", "w")[:240]


def reads_like_staff(name: str, nouns: Iterable[str] = ()) -> bool:
    """True when the whole name, or a word of it, reads like an office of the community.

    `nouns` are words of this community that count only as the whole name.
    """
    words = name.replace("_", " ").replace("-", " ").split()
    looks = {skeleton(word.strip("0123456789")) for word in words} | {skeleton(name)}
    offices = {skeleton(word) for word in RESERVED_WORDS}
    wholes = {skeleton(noun) for noun in nouns} - {""}
    return bool(looks & offices) or skeleton(name) in wholes


@cache
def _lookalikes() -> dict[str, str]:
    """Each character that looks like others, with the one that stands for all of them."""
    group: dict[str, set[str]] = {}
    for char, others in confusables_data.items():
        alike = {char} | {other["c"].strip("\u200e") for other in others}
        for one in {one for one in alike if len(one) == 1}:
            alike |= group.get(one, set())
        alike = {one for one in alike if len(one) == 1}
        group |= dict.fromkeys(alike, alike)
    plainest = {char: min(alike, key=_plainness) for char, alike in group.items()}
    return plainest | {c: plain for c, plain in _struck() if not plainest.get(c, c).isascii()}


def _struck() -> Iterator[tuple[str, str]]:
    """Letters that are drawn as a plain one with a stroke or a hook, such as ø, with the plain one.

    The table has them as that letter and a mark.
    """
    for char, others in confusables_data.items():
        for plain, *marks in (other["c"] for other in others if len(other["c"]) > 1):
            letters = len(char) == 1 and char.isalpha() and plain.isascii() and plain.isalpha()
            if letters and all(unicodedata.category(mark) == "Mn" for mark in marks):
                yield char, plain.lower()


def _plainness(char: str) -> tuple[bool, bool, bool, str]:
    return (not char.isascii(), not char.isalpha(), not char.islower(), char)


def _mapped(text: str) -> str:
    known = _lookalikes()
    kept = (char for char in text if char not in BLANKS)
    return "".join(known.get(char, char) for char in kept if _may_read(char, known))


def _may_read(char: str, known: dict[str, str]) -> bool:
    """Letters and digits are read; a sign only where it looks like one of ours, as | does."""
    alike = known.get(char, "")
    return unicodedata.category(char)[0] in "LNM" or (alike.isascii() and alike.isalnum())


def _is_visible(char: str) -> bool:
    return char not in BLANKS and unicodedata.category(char)[0] in "LNPS"


def _is_control(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":
        return char not in BIDI and char not in JOINERS and not "\U000e0020" <= char <= "\U000e007f"
    return category in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}


def _longest_pile(name: str) -> int:
    return max((pile for _char, pile in _piles(unicodedata.normalize("NFD", name))), default=0)


def _with_low_piles(name: str) -> str:
    return "".join(char for char, pile in _piles(name) if pile <= MARKS_MAX)


def _piles(name: str) -> Iterator[tuple[str, int]]:
    """Each character with how many marks, itself one of them, stand on the letter before it."""
    pile = 0
    for char in name:
        pile = pile + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        yield char, pile
