"""What a choice of filters leaves, how many each other filter would, and in which order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mentorship.directory.rules import (
    Entry,
    facets,
    in_order,
    loosened,
    matching,
    parts_open,
    topic_fit,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
GROUPS = ("topic", "track", "room", "here")


def entry(pk, *, topics=(), tracks=(), room=True, here=False, **facts):
    return Entry(
        pk=pk,
        name=facts.pop("name", f"m{pk}"),
        values={
            "topic": frozenset(topics),
            "track": frozenset(tracks),
            "room": frozenset({"yes"} if room else ()),
            "here": frozenset({"yes"} if here else ()),
        },
        strengths=dict.fromkeys(topics, 1.0),
        **facts,
    )


def choice(**chosen):
    return {group: frozenset(chosen.get(group, ())) for group in GROUPS}


def pks(entries):
    return [found.pk for found in entries]


def test_any_value_of_a_group_is_enough_and_every_group_must_fit():
    entries = [
        entry(1, topics=["grief"], tracks=["quality"]),
        entry(2, topics=["anger"], tracks=["quality"]),
        entry(3, topics=["grief"]),
        entry(4, topics=["sleep"], tracks=["quality"]),
    ]

    found = matching(entries, choice(topic=["grief", "anger"], track=["quality"]))

    assert pks(found) == [1, 2]


def test_counts_of_a_group_reflect_the_other_groups_but_not_its_own_choice():
    entries = [
        entry(1, topics=["grief"], room=True),
        entry(2, topics=["anger"], room=True),
        entry(3, topics=["anger"], room=False),
    ]

    counts = facets(entries, choice(topic=["grief"], room=["yes"]))

    assert counts["topic"] == {"grief": 1, "anger": 1}
    assert counts["room"] == {"yes": 1}


def test_the_filter_to_loosen_is_the_one_that_gives_most():
    entries = [
        entry(1, topics=["grief"], room=False),
        entry(2, topics=["grief"], room=False),
        entry(3, topics=["anger"], room=True),
    ]

    assert loosened(entries, choice(topic=["grief"], room=["yes"])) == (("room",), 2)


def test_where_no_single_filter_helps_the_fewest_together_are_named():
    entries = [
        entry(1, room=False),
        entry(2, room=False),
        entry(3, topics=["anger"], room=False, here=False),
    ]

    found = loosened(entries, choice(topic=["grief"], room=["yes"]))

    assert found == (("room", "topic"), 3)


def test_nothing_is_loosened_where_nobody_is():
    assert loosened([], choice(topic=["grief"])) is None


values = st.frozensets(st.sampled_from("abc"), max_size=3)


@given(
    st.lists(st.tuples(values, values), max_size=8),
    st.fixed_dictionaries({"topic": values, "track": values}),
)
def test_each_count_is_what_choosing_only_that_value_would_leave(people, chosen):
    entries = [entry(n, topics=topics, tracks=tracks) for n, (topics, tracks) in enumerate(people)]
    counts = facets(entries, choice(**chosen))

    for group in ("topic", "track"):
        for value in "abc":
            alone = matching(entries, choice(**{**chosen, group: [value]}))
            assert counts.get(group, {}).get(value, 0) == len(alone)


def test_fit_is_the_mean_strength_over_the_topics_wanted():
    mentor = entry(1, topics=["grief"])

    assert topic_fit(mentor, ["grief", "anger"]) == 0.5
    assert topic_fit(mentor, []) == 0.0


def test_best_fit_comes_first_then_who_is_here_with_room():
    entries = [
        entry(1, opens_at=NOW),
        entry(2, here=True, room=False),
        entry(3, here=True),
        entry(4, topics=["grief"]),
    ]

    assert pks(in_order(entries, "fit", wanted=["grief"])) == [4, 3, 2, 1]


def test_a_fit_without_a_score_asks_only_whether_a_topic_is_known():
    entries = [entry(1, topics=["grief", "anger"]), entry(2, topics=["grief"], here=True), entry(3)]

    wanted = ["grief", "anger"]

    assert pks(in_order(entries, "fit", wanted=wanted)) == [1, 2, 3]
    assert pks(in_order(entries, "fit", wanted=wanted, scored=False)) == [2, 1, 3]


def test_soon_puts_here_before_the_next_opening_and_room_before_full():
    entries = [
        entry(1, opens_at=NOW + timedelta(hours=3)),
        entry(2, opens_at=NOW + timedelta(hours=1)),
        entry(3, opens_at=NOW, room=False),
        entry(4, here=True),
        entry(5),
    ]

    assert pks(in_order(entries, "soon", wanted=[])) == [4, 2, 1, 5, 3]


def test_newest_and_name_are_plain_sorts():
    entries = [
        entry(1, name="b", approved_at=NOW - timedelta(days=2)),
        entry(2, name="a", approved_at=NOW - timedelta(days=3)),
        entry(3, name="c", approved_at=NOW),
    ]

    assert pks(in_order(entries, "newest", wanted=[])) == [3, 1, 2]
    assert pks(in_order(entries, "name", wanted=[])) == [2, 1, 3]


def test_parts_of_day_are_told_on_the_readers_clock():
    evening_for_the_mentor = [(19 * 60, 21 * 60)]

    assert parts_open(evening_for_the_mentor, shift=0) == {"evening"}
    assert parts_open(evening_for_the_mentor, shift=-9 * 60) == {"morning"}
    assert parts_open(evening_for_the_mentor, shift=4 * 60) == {"evening", "night"}


def test_a_window_that_ends_where_a_part_begins_does_not_touch_it():
    assert parts_open([(6 * 60, 12 * 60)], shift=0) == {"morning"}
    assert parts_open([(18 * 60, 24 * 60)], shift=0) == {"evening"}


@given(st.integers(0, 1439), st.integers(1, 1440), st.integers(-840, 840))
def test_a_part_is_touched_exactly_when_some_minute_lies_in_it(starts, length, shift):
    ends = min(1440, starts + length)
    minutes = {(minute + shift) % 1440 // 360 for minute in range(starts, ends)}
    names = {0: "night", 1: "morning", 2: "afternoon", 3: "evening"}

    assert parts_open([(starts, ends)], shift=shift) == {names[part] for part in minutes}
