"""The rules of a talk: its times by outcome, its two people, and the talks beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from config.kit.nouns import noun
from mentorship.intake.rules.known import Known, Person, Talk

WAITING_AT_MOST = timedelta(days=3)
SESSIONS_ONLY = ("cancelled", "no_show")


@dataclass(frozen=True, slots=True)
class Times:
    """Which moments an outcome has."""

    replied: bool
    ended: bool


TIMES = {
    "completed": Times(replied=True, ended=True),
    "open": Times(replied=True, ended=False),
    "waiting": Times(replied=False, ended=False),
    "unanswered": Times(replied=False, ended=False),
    "withdrawn": Times(replied=False, ended=True),
    "declined": Times(replied=True, ended=True),
    "cancelled": Times(replied=True, ended=True),
    "no_show": Times(replied=True, ended=True),
}


def complaints(values: Mapping[str, Any], known: Known) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with one talk, as column and sentence."""
    yield from _of_times(values)
    yield from _of_outcome(values)
    yield from _of_minutes(values)
    mentor = _person("mentor", values, known)
    listener = _person("listener", values, known)
    for column, person in (("mentor", mentor), ("listener", listener)):
        if column in values and person is None:
            yield column, _("no %(noun)s with this handle") % {"noun": noun(column)}
    if mentor and listener:
        yield from _of_pair(values, mentor, listener)
    before = known.talks.get(values.get("id", ""))
    if before and (before.mentor, before.listener) != _pair(values):
        yield "id", _("this talk was imported with other people")


def _person(column: str, values: Mapping[str, Any], known: Known) -> Person | None:
    person = known.people.get(values.get(column, "").lower())
    return person if person and person.is_of(f"{column}s") else None


def _pair(values: Mapping[str, Any]) -> tuple[str, str]:
    return values.get("mentor", "").lower(), values.get("listener", "").lower()


def _of_times(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    order = [
        (name, values[name])
        for name in ("requested_at", "first_reply_at", "ended_at")
        if values.get(name)
    ]
    for (early, first), (late, second) in pairwise(order):
        if second < first:
            yield late, _("%(late)s is before %(early)s") % {"late": late, "early": early}


def _of_outcome(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    outcome = values.get("outcome")
    if outcome is None:
        return
    times = TIMES[outcome]
    for column, wanted in (("first_reply_at", times.replied), ("ended_at", times.ended)):
        if column in values and wanted != bool(values[column]):
            facts = {"column": column, "outcome": outcome}
            if wanted:
                yield column, _("%(column)s is empty in a talk that is %(outcome)s") % facts
            else:
                yield column, _("%(column)s must be empty in a talk that is %(outcome)s") % facts
    ended = values.get("ended_at")
    if outcome == "declined" and ended and ended != values.get("first_reply_at", ended):
        yield "ended_at", _("ended_at must be first_reply_at in a talk that is declined")
    if outcome in SESSIONS_ONLY and values.get("kind", "session") != "session":
        yield "kind", _("kind must be session in a talk that is %(outcome)s") % {"outcome": outcome}


def _of_minutes(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    minutes = values.get("minutes")
    if not minutes:
        return
    if values.get("outcome") in SESSIONS_ONLY:
        yield "minutes", _("minutes must be 0 in a session that did not take place")
    elif "first_reply_at" in values and not values["first_reply_at"]:
        yield "minutes", _("minutes must be 0 in a talk without a reply")
    elif values.get("first_reply_at") and values.get("ended_at"):
        whole = values["ended_at"] - values["first_reply_at"]
        if timedelta(minutes=minutes - 1) >= whole:
            yield "minutes", _("minutes are longer than first_reply_at to ended_at")


def _of_pair(
    values: Mapping[str, Any], mentor: Person, listener: Person
) -> Iterator[tuple[str, str]]:
    if mentor.languages and listener.languages and mentor.languages.isdisjoint(listener.languages):
        yield "listener", _("these two share no language")
    asked = values.get("requested_at")
    for column, person in (("mentor", mentor), ("listener", listener)):
        if asked and person.joined_at and asked < person.joined_at:
            facts = {"noun": noun(column)}
            yield "requested_at", _("requested_at is before this %(noun)s joined") % facts
    if mentor.band == "teen" and listener.band == "adult":
        yield "listener", _("an adult never talks with a teen %(noun)s") % {"noun": noun("mentor")}
    elif mentor.band == "adult" and listener.band == "teen" and _is_after(asked, mentor):
        yield "mentor", _("this %(noun)s is not cleared for teens") % {"noun": noun("mentor")}


def _is_after(asked: datetime | None, mentor: Person) -> bool:
    """Whether a talk was asked for after the last day of the clearance, or without one."""
    return asked is not None and asked.date() > (mentor.cleared_until or date.min)


def living_together(known: Known) -> Iterator[tuple[int, str, str]]:
    """Living talks that do not go with each other, once all rows of the file are known."""
    living = known.living_talks()
    yield from _second_of_a_pair(living)
    yield from _beyond_capacity(living, known)
    for talk in living.values():
        if talk.line and talk.outcome == "waiting" and _is_old(talk, known):
            sentence = _("a talk that is waiting was asked for in the last three days")
            yield talk.line, "outcome", sentence


def _is_old(talk: Talk, known: Known) -> bool:
    asked, newest = talk.requested_at, known.newest
    return bool(asked and newest and asked < newest - WAITING_AT_MOST)


def _second_of_a_pair(living: Mapping[str, Talk]) -> Iterator[tuple[int, str, str]]:
    pairs: dict[tuple[str, str], str] = {}
    for key, talk in living.items():
        first = pairs.setdefault((talk.mentor, talk.listener), key)
        line = talk.line or living[first].line
        if first != key and line:
            yield line, "outcome", _("this pair already has a living talk, %(id)s") % {"id": first}


def _beyond_capacity(living: Mapping[str, Talk], known: Known) -> Iterator[tuple[int, str, str]]:
    open_talks: Counter[str] = Counter()
    for talk in living.values():
        open_talks[talk.mentor] += talk.outcome == "open"
        mentor = known.people.get(talk.mentor)
        capacity = mentor.capacity if mentor else None
        if talk.line and talk.outcome == "open" and capacity and open_talks[talk.mentor] > capacity:
            facts = {"noun": noun("mentor"), "capacity": capacity}
            sentence = _("this %(noun)s has more open talks than their capacity, %(capacity)s")
            yield talk.line, "outcome", sentence % facts
