"""Every column has its rule, and every rule its sentence."""

from datetime import date

import pytest

from tests.mentorship.intake.exports import (
    LISTENER,
    MENTOR,
    OPEN,
    TALK,
    WAITING,
    complaints,
    known_people,
)

OTHER_LISTENER = {"handle": "other_one", "email": "other@example.org"}
OTHER_MENTOR = {"handle": "OtherMentor", "email": "other@example.org"}
OTHER_TALK = {"id": "t9000002"}
LEVEL = {"rank": "0", "name": "Newbie", "cheers_from": "0"}


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("handle", "ab", "handle must be 3 to 30 letters, digits and underscores, a letter first"),
        ("handle", "a" * 31, "handle must be 3 to 30"),
        ("handle", "1abc", "handle must be 3 to 30"),
        ("handle", "ábc", "handle must be 3 to 30"),
        ("display_name", "", "display_name is empty"),
        ("display_name", "x" * 61, "display_name is longer than 60 characters"),
        ("display_name", "a\nb", "display_name must be on one line"),
        ("email", "nobody", "email is not an e-mail address: “nobody”"),
        ("email", "x" * 250 + "@example.org", "email is not an e-mail address"),
        ("age_band", "Adult", "age_band must be adult or teen, not “Adult”"),
        ("joined_at", "", "joined_at is not a date and time like"),
        ("joined_at", "2025-03-01", "joined_at is not a date and time like"),
        ("joined_at", "2025-03-01T18:20:00", "joined_at needs an offset"),
        ("joined_at", "2025-02-29T18:20:00+00:00", "joined_at is not a date that exists"),
        ("joined_at", "2025-03-01T18:20:00+25:00", "joined_at is not a date that exists"),
        ("joined_at", "0001-01-01T00:00:00+05:00", "joined_at is not a date that exists"),
        ("joined_at", "1900-03-01T18:20:00+00:00", "joined_at must lie in the years 1970 to 2199"),
        ("last_seen_at", "2031-03-01T18:20:00+00:00", "last_seen_at lies in the future"),
        ("last_seen_at", "2025-02-01T18:20:00+00:00", "last_seen_at is before joined_at"),
        ("cheers", "", "cheers must be a whole number"),
        ("cheers", "٣", "cheers must be a whole number"),
        ("cheers", "1.0", "cheers must be a whole number"),
        ("cheers", "2000000001", "cheers must be 2,000,000,000 at most"),
        ("cheers", "9" * 9_000, "cheers must be 2,000,000,000 at most"),
        ("languages", "", "languages is empty"),
        ("languages", "en;EN", "languages repeats EN"),
        ("languages", "en;;es", "languages holds a blank or an empty value"),
        ("languages", "en; es", "languages holds a blank or an empty value"),
        ("languages", "english language", "languages must be a language tag"),
        ("time_zone", "", "unknown time_zone"),
        ("time_zone", "europe/london", "unknown time_zone europe/london"),
        ("verified", "yes", "verified must be true or false"),
        ("topics_wanted", "knitting", "unknown topic knitting"),
        ("topics_wanted", "grief;grief", "topics_wanted repeats grief"),
        ("topics_wanted", "a;b;c;d;e", "topics_wanted holds more than 4 values"),
        ("about", "x" * 2_001, "about is longer than 2,000 characters"),
    ],
)
def test_the_columns_of_listeners(column, cell, sentence):
    found = complaints("listeners", OTHER_LISTENER | {column: cell})

    assert found
    assert all((line, name) == (2, column) for line, name, _sentence in found)
    assert any(sentence in text for _line, _name, text in found)


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("teen_cleared_until", "2027-13-01", "teen_cleared_until is not a date like 2027-05-01"),
        ("tracks", "quality", "tracks must hold chat-support"),
        ("tracks", "chat-support;sailing", "unknown track sailing"),
        ("capacity", "11", "capacity must be 1 to 10"),
        ("weekly_sessions", "41", "weekly_sessions must be 0 to 40"),
        ("topics", "", "topics is empty"),
        ("topics", "grief", "topics must be slug:1 or slug:0.5"),
        ("topics", "grief:0.7", "topics must be slug:1 or slug:0.5"),
        ("topics", "grief:1;grief:0.5", "topics repeats grief:0.5"),
        ("weekly_hours", "18:00-20:00", "weekly_hours must be like mon 18:00-20:00"),
        ("weekly_hours", "day 18:00-20:00", "weekly_hours must be like mon 18:00-20:00"),
        ("weekly_hours", "mon 18:00-24:30", "weekly_hours holds a time that no day has"),
        ("weekly_hours", "mon 18:60-20:00", "weekly_hours holds a time that no day has"),
        ("weekly_hours", "mon 18:00-18:00", "mon 18:00-18:00 ends before it starts"),
        ("weekly_hours", "mon 18:00-20:00;mon 19:00-21:00", "weekly_hours overlap on mon"),
        ("headline", "", "headline is empty"),
        ("headline", "x" * 201, "headline is longer than 200 characters"),
        ("situations", "\n".join("abcdefghi"), "situations holds more than 8 situations"),
        ("style", "3;3;2", "style must be four whole numbers 1 to 5"),
        ("style", "3;3;2;6", "style must be 1 to 5"),
    ],
)
def test_the_columns_of_mentors(column, cell, sentence):
    found = complaints("mentors", OTHER_MENTOR | {column: cell})

    assert [(line, name) for line, name, _sentence in found] == [(2, column)]
    assert sentence in found[0][2]


def test_sound_edges_are_accepted():
    edges = {
        "display_name": "N/A (not anonymous)",
        "cheers": "2000000000",
        "joined_at": "2025-03-01T18:20:00Z",
        "languages": "zh-Hant;sr-Latn;pt-BR;en",
        "about": "=^.^= <3\n\nمرحبا",
        "topics_wanted": "",
    }
    hours = "mon 22:00-24:00;tue 00:00-01:30;tue 01:30-02:00"

    assert complaints("listeners", OTHER_LISTENER | edges) == []
    assert complaints("mentors", OTHER_MENTOR | {"weekly_hours": hours, "situations": ""}) == []


def test_all_faults_of_a_row_are_named():
    row = OTHER_LISTENER | {"cheers": "many", "verified": "perhaps", "age_band": "old"}

    found = complaints("listeners", row)
    assert [column for _line, column, _sentence in found] == ["age_band", "cheers", "verified"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": "9000002"}, "id must be t and seven digits or more"),
        ({"kind": "chat"}, "kind must be request, direct or session"),
        ({"outcome": "done"}, "outcome must be completed"),
        ({"mentor_messages": "-1"}, "mentor_messages must be 0 or more"),
        (
            {"requested_at": "2024-08-01T10:00:00+00:00"},
            "requested_at is before this mentor joined",
        ),
        ({"ended_at": "2026-11-20T10:30:00+00:00"}, "ended_at is before first_reply_at"),
        ({"ended_at": ""}, "ended_at is empty in a talk that is completed"),
        ({"first_reply_at": ""}, "first_reply_at is empty in a talk that is completed"),
        (OPEN | {"ended_at": TALK["ended_at"]}, "ended_at must be empty in a talk that is open"),
        (WAITING | {"minutes": "3"}, "minutes must be 0 in a talk without a reply"),
        ({"minutes": "61"}, "minutes are longer than first_reply_at to ended_at"),
        ({"outcome": "declined"}, "ended_at must be first_reply_at in a talk that is declined"),
        ({"outcome": "cancelled", "minutes": "0"}, "kind must be session in a talk"),
        ({"outcome": "no_show", "kind": "session"}, "minutes must be 0 in a session"),
        ({"listener": "HarbourLight"}, "no listener with this handle"),
        ({"mentor": "quiet_fern"}, "no mentor with this handle"),
    ],
)
def test_the_rules_of_a_talk(changes, sentence):
    found = complaints("talks", OTHER_TALK | changes)

    assert any(sentence in text for _line, _column, text in found)


@pytest.mark.parametrize(
    ("mentor", "listener", "sentence"),
    [
        ({"languages": "fr"}, {"languages": "de"}, "these two share no language"),
        ({"age_band": "teen"}, {}, "an adult never talks with a teen mentor"),
        ({}, {"age_band": "teen"}, "this mentor is not cleared for teens"),
        (
            {"teen_cleared_until": "2026-11-19"},
            {"age_band": "teen"},
            "this mentor is not cleared for teens",
        ),
        ({"teen_cleared_until": "2026-11-20"}, {"age_band": "teen"}, None),
        ({"age_band": "teen"}, {"age_band": "teen"}, None),
        ({"languages": "pt-PT"}, {"languages": "pt-BR"}, None),
    ],
)
def test_who_may_have_talked_with_whom(mentor, listener, sentence):
    known = known_people()
    for table, row in (("mentors", MENTOR | mentor), ("listeners", LISTENER | listener)):
        complaints(table, row, known=known)

    found = [text for _line, _column, text in complaints("talks", OTHER_TALK, known=known)]
    assert found == ([sentence] if sentence else [])


def test_one_living_talk_in_a_pair():
    found = complaints("talks", OTHER_TALK | OPEN, WAITING | {"id": "t9000003"})

    assert found == [(3, "outcome", "this pair already has a living talk, t9000002")]


def test_no_more_open_talks_than_the_capacity():
    known = known_people()
    people = [{"handle": f"fern{n}", "email": f"fern{n}@example.org"} for n in range(4)]
    complaints("listeners", *people, known=known)
    talks = [OPEN | {"id": f"t800000{n}", "listener": f"fern{n}"} for n in range(4)]

    sentence = "this mentor has more open talks than their capacity, 3"
    assert complaints("talks", *talks, known=known) == [(5, "outcome", sentence)]


def test_a_waiting_talk_is_young():
    old = WAITING | {"id": "t9000002", "requested_at": "2026-11-10T10:00:00+00:00"}

    sentence = "a talk that is waiting was asked for in the last three days"
    assert complaints("talks", TALK, old) == [(3, "outcome", sentence)]


def test_a_talk_keeps_its_people():
    known = known_people()
    complaints("listeners", OTHER_LISTENER, known=known)

    found = complaints("talks", {"listener": "other_one"}, known=known)
    assert found == [(2, "id", "this talk was imported with other people")]


@pytest.mark.parametrize(
    ("table", "changes", "sentence"),
    [
        ("reviews", {"tags": "kind;kind"}, "tags repeats kind"),
        ("reviews", {"tags": "funny"}, "tags must be clear, kind"),
        ("reviews", {"text": "Too short"}, "text is shorter than 15 characters"),
        ("reviews", {"created_at": "2026-11-20T11:59:00+00:00"}, "before the talk ended"),
        ("assessments", {"verdict": "good"}, "verdict must be positive, developing or concern"),
        ("assessments", {"talk_id": "t1234567"}, "no talk t1234567"),
    ],
)
def test_the_columns_of_reviews_and_assessments(table, changes, sentence):
    found = complaints(table, changes)

    assert len(found) == 1
    assert sentence in found[0][2]


def test_words_are_of_completed_talks_only():
    known = known_people()
    complaints("talks", WAITING, known=known)

    sentence = "talk t9000001 was not completed"
    assert complaints("reviews", {}, known=known) == [(2, "talk_id", sentence)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("1", "5")], [(2, "rank", "rank 0 is missing")]),
        ([("0", "0"), ("2", "5")], [(3, "rank", "rank 1 is missing")]),
        ([("0", "3")], [(2, "cheers_from", "cheers_from of rank 0 must be 0")]),
        ([("0", "0"), ("1", "0")], [(3, "cheers_from", "cheers_from must rise with rank")]),
        ([("0", "0"), ("0", "9")], [(3, "rank", "repeats the rank of line 2")]),
        ([("1", "5"), ("0", "0")], []),
    ],
)
def test_levels_rise_without_a_gap(rows, expected):
    rows = [LEVEL | {"rank": rank, "cheers_from": cheers} for rank, cheers in rows]

    assert complaints("levels", *rows) == expected


def test_a_clearance_is_a_day():
    known = known_people()
    complaints("mentors", {"teen_cleared_until": "2027-05-01"}, known=known)

    assert known.people["harbourlight"].cleared_until == date(2027, 5, 1)
