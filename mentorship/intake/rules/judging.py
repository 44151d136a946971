"""A row held against itself, the rows read before it and what is already imported."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.kit.nouns import noun
from mentorship.intake.rules import talks
from mentorship.intake.rules.columns import Table, values_of
from mentorship.intake.rules.faults import FaultList, shown
from mentorship.intake.rules.known import Known
from mentorship.intake.rules.rows import Row, rows

Complaint = tuple[str, str]
"""A column and what is wrong with it."""

FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)
CLOCK_SKEW = timedelta(days=1)
WORDS = {"talk_id": gettext_lazy("talk")}
EVERYBODYS_TRACK = "chat-support"


def judge(
    source: BinaryIO,
    table: Table,
    *,
    known: Known,
    faults: FaultList,
    at: datetime,
    tell: Callable[[], None],
) -> int:
    """Read a file to its end, collect every fault and count its rows.

    `known` grows by the rows; `tell` is called after each of them.
    """
    known.lines.clear()
    count = 0
    for row in rows(source, columns=tuple(table.forms), faults=faults):
        count += 1
        _judge_row(row, table, known=known, faults=faults, at=at)
        tell()
    for line, column, sentence in _AT_THE_END.get(table.name, _nothing)(known):
        faults.add(line, column, sentence)
    return count


def _judge_row(
    row: Row,
    table: Table,
    *,
    known: Known,
    faults: FaultList,
    at: datetime,
) -> None:
    values = values_of(table, row, faults)
    key = table.key_of(row.cells) if table.key in values else ""
    earlier = known.lines.get(key) if key else None
    if earlier:
        facts = {"column": WORDS.get(table.key, table.key), "line": earlier}
        faults.add(row.line, table.key, _("repeats the %(column)s of line %(line)s") % facts)
        return
    complaints = (*_of_moments(values, known, at), *_COMPLAINTS[table.name](values, known))
    for column, sentence in complaints:
        faults.add(row.line, column, sentence)
    if key:
        known.lines[key] = row.line
        known.add(table.name, key, values, line=row.line)


def _of_moments(values: Mapping[str, Any], known: Known, at: datetime) -> Iterator[Complaint]:
    for name, value in values.items():
        if isinstance(value, datetime):
            known.newest = max(value, known.newest or value)
            if value > at + CLOCK_SKEW:
                yield name, _("%(column)s lies in the future") % {"column": name}


def _nothing(*_: object) -> Iterator[Any]:
    return iter(())


def _of_person(table: str) -> Callable[[Mapping[str, Any], Known], Iterator[Complaint]]:
    def complaints(values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
        yield from _of_handle(table, values, known)
        key = values.get("handle", "").lower()
        if known.addresses_here.get(values.get("email", "").lower()) not in (None, key):
            yield "email", _("email belongs to somebody who signed up here")
        yield from _of_topics(values, known)
        if table == "mentors":
            yield from _of_mentor(values, known)
        elif values.get("last_seen_at", LAST_MOMENT) < values.get("joined_at", FIRST_MOMENT):
            yield "last_seen_at", _("last_seen_at is before joined_at")

    return complaints


def _of_handle(table: str, values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
    """A handle has one owner; only a listener who became a mentor may change tables."""
    key = values.get("handle", "").lower()
    if known.handles_here.get(key) not in (None, key):
        yield "handle", _("that handle belongs to somebody who signed up here")
    owner = known.people.get(key)
    if owner is None or owner.table == table:
        return
    is_promoted = (
        table == "mentors" and not owner.line and owner.email == values.get("email", "").lower()
    )
    if not is_promoted:
        owner_noun = noun("mentor" if owner.table == "mentors" else "listener").a
        yield "handle", _("that handle belongs to %(owner)s") % {"owner": owner_noun}


def _of_topics(values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
    named = {
        "topics": [strength.topic for strength in values.get("topics", ())],
        "topics_wanted": values.get("topics_wanted", ()),
    }
    for column, slugs in named.items():
        for slug in slugs:
            if slug not in known.slugs["topics"]:
                yield column, _("unknown topic %(slug)s") % {"slug": slug}


def _of_mentor(values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
    if values.get("age_band") == "teen" and values.get("teen_cleared_until"):
        yield "teen_cleared_until", _("only adults hold a clearance (teen_cleared_until)")
    for slug in values.get("tracks", ()):
        if slug not in known.slugs["tracks"]:
            yield "tracks", _("unknown track %(slug)s") % {"slug": slug}
    if "tracks" in values and EVERYBODYS_TRACK not in values["tracks"]:
        yield "tracks", _("tracks must hold %(slug)s") % {"slug": EVERYBODYS_TRACK}


def _of_word(values: Mapping[str, Any], known: Known) -> Iterator[Complaint]:
    """Reviews and assessments are of talks that were completed, and come after them."""
    talk = known.talks.get(values.get("talk_id", ""))
    if "talk_id" not in values:
        return
    if talk is None:
        yield "talk_id", _("no talk %(id)s") % {"id": shown(values["talk_id"])}
    elif talk.outcome != "completed":
        yield "talk_id", _("talk %(id)s was not completed") % {"id": values["talk_id"]}
    elif "created_at" in values and talk.ended_at and values["created_at"] < talk.ended_at:
        yield "created_at", _("created_at is before the talk ended")


def _shared_addresses(table: str) -> Callable[[Known], Iterator[tuple[int, str, str]]]:
    """Addresses that two people still hold once all rows of the file are known."""

    def complaints(known: Known) -> Iterator[tuple[int, str, str]]:
        for people in known.of_one_address():
            of_file = (person for person in people if person.line and person.table == table)
            here = sorted(of_file, key=lambda person: person.line)
            if len(here) == len(people):
                first = here.pop(0)
                sentence = _("repeats the email of line %(line)s") % {"line": first.line}
            else:
                sentence = _("email belongs to somebody else")
            for person in here:
                yield person.line, "email", sentence

    return complaints


def _uneven_levels(known: Known) -> Iterator[tuple[int, str, str]]:
    """Ranks count from 0 without a gap, and their cheers rise from 0."""
    before = -1
    for number, (rank, (cheers, line)) in enumerate(sorted(known.levels.items())):
        if rank != number:
            yield line, "rank", _("rank %(rank)s is missing") % {"rank": number}
            return
        if not rank and cheers:
            yield line, "cheers_from", _("cheers_from of rank 0 must be 0")
        elif cheers <= before:
            yield line, "cheers_from", _("cheers_from must rise with rank")
        before = cheers


_COMPLAINTS: defaultdict[str, Callable[[Mapping[str, Any], Known], Iterator[Complaint]]]
_COMPLAINTS = defaultdict(
    lambda: _nothing,
    mentors=_of_person("mentors"),
    listeners=_of_person("listeners"),
    talks=talks.complaints,
    reviews=_of_word,
    assessments=_of_word,
)
_AT_THE_END: dict[str, Callable[[Known], Iterator[tuple[int, str, str]]]] = {
    "levels": _uneven_levels,
    "mentors": _shared_addresses("mentors"),
    "listeners": _shared_addresses("listeners"),
    "talks": talks.living_together,
}
