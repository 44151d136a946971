"""The forms a cell may have: each reads a cell to a value or says what is wrong with it."""

import itertools
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NoReturn, TypeVar
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.intake.rules.faults import CellFault, shown

Form = Callable[[str, str], Any]
"""Takes the column's name and the cell, gives the value, raises CellFault."""

LARGEST_NUMBER = 2_000_000_000
ADDRESS_LENGTH = 254
SITUATION_LENGTH = 2_000
MOST_SITUATIONS = 8
MOST_WINDOWS = 168
STYLE_SCALES = 4
EARLIEST_YEAR, LATEST_YEAR = 1970, 2199
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?", re.ASCII)
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
WINDOW = re.compile(r"([a-z]{3}) (\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
When = TypeVar("When", date, datetime)
WHOLE = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)


def refuse(sentence: str, column: str, **facts: object) -> NoReturn:
    raise CellFault(sentence % {"column": column, **facts})


@dataclass(frozen=True, slots=True)
class Text:
    """Any characters, `least` to `most` of them, on one line unless `lines`."""

    most: int
    least: int = 0
    lines: bool = False
    may_be_empty: bool = False

    def __call__(self, column: str, cell: str) -> str:
        if not cell and (self.may_be_empty or not self.least):
            return cell
        if not cell:
            refuse(_("%(column)s is empty"), column)
        if len(cell) > self.most:
            refuse(
                _("%(column)s is longer than %(most)s characters"), column, most=f"{self.most:,}"
            )
        if len(cell) < self.least:
            refuse(_("%(column)s is shorter than %(least)s characters"), column, least=self.least)
        if "\n" in cell and not self.lines:
            refuse(_("%(column)s must be on one line"), column)
        return cell


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number in plain digits, from `least` to `most`."""

    least: int = 0
    most: int = LARGEST_NUMBER

    def __call__(self, column: str, cell: str) -> int:
        if not WHOLE.fullmatch(cell):
            facts = {"cell": shown(cell)}
            refuse(_("%(column)s must be a whole number, not “%(cell)s”"), column, **facts)
        digits = cell.lstrip("-").lstrip("0") or "0"
        number = int(digits[:12]) * (-1 if cell.startswith("-") else 1)
        if self.least <= number <= self.most:
            return number
        if self.most < LARGEST_NUMBER:
            sentence = _("%(column)s must be %(least)s to %(most)s")
            refuse(sentence, column, least=self.least, most=self.most)
        if number < self.least:
            refuse(_("%(column)s must be %(least)s or more"), column, least=self.least)
        refuse(_("%(column)s must be %(most)s at most"), column, most=f"{self.most:,}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def __call__(self, column: str, cell: str) -> str:
        if cell not in self.words:
            words = _("%(first)s or %(last)s") % {
                "first": ", ".join(self.words[:-1]),
                "last": self.words[-1],
            }
            facts = {"words": words, "cell": shown(cell)}
            refuse(_("%(column)s must be %(words)s, not “%(cell)s”"), column, **facts)
        return cell


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word of a fixed shape; `shape` says it in a few words."""

    shape: Any
    pattern: re.Pattern[str]

    def __call__(self, column: str, cell: str) -> str:
        if not self.pattern.fullmatch(cell):
            facts = {"shape": self.shape, "cell": shown(cell)}
            refuse(_("%(column)s must be %(shape)s, not “%(cell)s”"), column, **facts)
        return cell


@dataclass(frozen=True, slots=True)
class Many:
    """A list: values of one form with ; between them, no blanks, none twice."""

    item: Form
    least: int = 0
    most: int = 1_000
    key: Callable[[Any], Hashable] = lambda value: value

    def __call__(self, column: str, cell: str) -> tuple[Any, ...]:
        items = cell.split(";") if cell else []
        if len(items) < self.least:
            refuse(_("%(column)s is empty"), column)
        if len(items) > self.most:
            refuse(_("%(column)s holds more than %(most)s values"), column, most=self.most)
        values = tuple(self._read(column, item) for item in items)
        keys = [self.key(value) for value in values]
        for number, key in enumerate(keys):
            if key in keys[:number]:
                refuse(_("%(column)s repeats %(item)s"), column, item=shown(items[number]))
        return values

    def _read(self, column: str, item: str) -> Any:
        if not item or item != item.strip():
            refuse(_("%(column)s holds a blank or an empty value between its ;"), column)
        return self.item(column, item)


def or_empty(form: Form) -> Form:
    """The form, or an empty cell, which reads as None."""
    return lambda column, cell: form(column, cell) if cell else None


HANDLE = Pattern(
    gettext_lazy("3 to 30 letters, digits and underscores, a letter first"),
    re.compile(r"[A-Za-z][A-Za-z0-9_]{2,29}"),
)
TALK_ID = Pattern(gettext_lazy("t and seven digits or more"), re.compile(r"t[0-9]{7,39}"))
SLUG = Pattern(gettext_lazy("1 to 40 of a-z, 0-9 and -"), re.compile(r"[a-z0-9-]{1,40}"))
LANGUAGE = Pattern(
    gettext_lazy("a language tag such as en or pt-BR"),
    re.compile(r"(?=.{2,35}\Z)[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"),
)
FLAG = Choice(("true", "false"))


def moment(column: str, cell: str) -> datetime:
    """An instant with seconds and an offset, as UTC."""
    found = MOMENT.fullmatch(cell)
    if found is None:
        facts = {"cell": shown(cell), "form": "2026-03-04T19:05:00+05:30"}
        refuse(_("%(column)s is not a date and time like %(form)s: “%(cell)s”"), column, **facts)
    try:
        value = datetime.fromisoformat(cell)
        value = value.astimezone(UTC) if value.tzinfo else value
    except (ValueError, OverflowError):
        refuse(_("%(column)s is not a date that exists: “%(cell)s”"), column, cell=cell)
    if not value.tzinfo:
        refuse(_("%(column)s needs an offset such as +00:00"), column)
    return _near(column, value)


def day(column: str, cell: str) -> date:
    """A calendar day."""
    try:
        if not DATE.fullmatch(cell):
            raise ValueError
        value = date.fromisoformat(cell)
    except ValueError:
        facts = {"cell": shown(cell), "form": "2027-05-01"}
        refuse(_("%(column)s is not a date like %(form)s: “%(cell)s”"), column, **facts)
    return _near(column, value)


def _near(column: str, value: When) -> When:
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        facts = {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        refuse(_("%(column)s must lie in the years %(first)s to %(last)s"), column, **facts)
    return value


def address(column: str, cell: str) -> str:
    """An e-mail address of at most 254 characters."""
    try:
        validate_email(cell if len(cell) <= ADDRESS_LENGTH else "")
    except ValidationError:
        refuse(_("%(column)s is not an e-mail address: “%(cell)s”"), column, cell=shown(cell))
    return cell


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone(column: str, cell: str) -> str:
    """An IANA time zone that this machine knows."""
    if cell not in _zones():
        refuse(_("unknown %(column)s %(cell)s"), column, cell=shown(cell) or "“”")
    return cell


def language_base(tag: str) -> str:
    """The part before the first hyphen; two people share a language when it is the same."""
    return tag.split("-")[0].lower()


@dataclass(frozen=True, slots=True)
class Strength:
    """A topic and how well a mentor knows it: 1 well, 0.5 some experience."""

    topic: str
    value: float


def strength(column: str, cell: str) -> Strength:
    topic, colon, value = cell.partition(":")
    if not colon or value not in ("1", "0.5"):
        facts = {"cell": shown(cell)}
        refuse(_("%(column)s must be slug:1 or slug:0.5, not “%(cell)s”"), column, **facts)
    return Strength(SLUG(column, topic), float(value))


@dataclass(frozen=True, slots=True)
class Window:
    """A weekly window: day 0 is Monday, minutes of the day, 1440 ends it."""

    weekday: int
    starts: int
    ends: int


def windows(column: str, cell: str) -> tuple[Window, ...]:
    """Weekly windows that do not overlap."""
    found = Many(_window, most=MOST_WINDOWS)(column, cell)
    ordered = sorted(found, key=lambda window: (window.weekday, window.starts))
    for first, second in itertools.pairwise(ordered):
        if first.weekday == second.weekday and second.starts < first.ends:
            refuse(_("%(column)s overlap on %(day)s"), column, day=WEEKDAYS[first.weekday])
    return tuple(ordered)


def _window(column: str, cell: str) -> Window:
    found = WINDOW.fullmatch(cell)
    if found is None or found[1] not in WEEKDAYS:
        facts = {"cell": shown(cell), "form": "mon 18:00-20:00"}
        refuse(_("%(column)s must be like %(form)s, not “%(cell)s”"), column, **facts)
    hours, minutes = (int(found[2]), int(found[4])), (int(found[3]), int(found[5]))
    starts, ends = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    if max(minutes) > 59 or starts >= 1440 or ends > 1440:
        refuse(_("%(column)s holds a time that no day has: %(cell)s"), column, cell=cell)
    if ends <= starts:
        refuse(_("%(column)s: %(cell)s ends before it starts"), column, cell=cell)
    return Window(WEEKDAYS.index(found[1]), starts, ends)


def situations(column: str, cell: str) -> tuple[str, ...]:
    """One situation a line, at most eight."""
    found = [line.strip() for line in cell.split("\n") if line.strip()]
    if len(found) > MOST_SITUATIONS:
        facts = {"most": MOST_SITUATIONS}
        refuse(_("%(column)s holds more than %(most)s situations"), column, **facts)
    return tuple(Text(SITUATION_LENGTH)(column, line) for line in found)


def style(column: str, cell: str) -> tuple[int, ...]:
    """The four scales of how a mentor works, 1 to 5 each."""
    marks = cell.split(";")
    if len(marks) != STYLE_SCALES:
        refuse(_("%(column)s must be four whole numbers 1 to 5"), column)
    return tuple(Whole(1, 5)(column, mark) for mark in marks)
