"""What the database finds, counts and orders is what a plain reading of the rules says."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from config.live.models import LiveChannel, LiveKey
from mentorship.directory.filters import GROUPS
from mentorship.directory.querysets import Standpoint, by_fit, count, failing, in_order, matching
from mentorship.directory.rules import DAY, PARTS_OF_DAY
from mentorship.models import MentorProfile, WeeklyHours
from mentorship.profiles.operations import refresh_openings
from tests.factories.accounts import ClearanceFactory
from tests.factories.mentorship import TopicFactory, TopicStrengthFactory, TrackFactory
from tests.mentorship.directory.people import mentor

TOPICS, TRACKS = ("anger", "grief", "sleep"), ("quality", "support")
ZONES = ("UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Auckland")
WINDOWS = ((0, 350), (355, 365), (700, 1085), (1080, 1440))
VALUES = {
    "topic": TOPICS,
    "track": TRACKS,
    "language": ("de", "en"),
    "hours": tuple(PARTS_OF_DAY),
    "room": ("yes",),
    "here": ("yes",),
    "teens": ("yes",),
}


@pytest.fixture(scope="module")
def community(django_db_setup, django_db_blocker):
    """Thirty mentors who differ in everything that a search can ask for."""
    with django_db_blocker.unblock():
        at = timezone.now()
        topics = [TopicFactory(slug=slug) for slug in TOPICS]
        tracks = [TrackFactory(slug=slug) for slug in TRACKS]
        made = [_member(number, topics, tracks, at) for number in range(30)]
        refresh_openings(at=at)
        yield SimpleNamespace(mentors=made, at=at)
        users = [each.profile.user for each in made]
        MentorProfile.objects.all().delete()
        for row in (*users, *topics, *tracks):
            row.delete()
        LiveKey.objects.all().delete()
        LiveChannel.objects.all().delete()


def _member(number, topics, tracks, at):
    """A mentor, and what a plain reading knows of them."""
    known = {topics[i].slug: (0.5, 1.0)[(number + i) % 2] for i in range(3) if number >> i & 1}
    held = [track for i, track in enumerate(tracks) if number % (i + 2) == 0]
    window, zone = WINDOWS[number % 4], ZONES[number // 4 % 4]
    here, takes = number % 5 == 0, number % 7 != 0
    speaks = ["en"] if number % 3 else ["en-GB", "de"]
    profile = mentor(
        f"M{number * 7 % 30:02}",
        tracks=held,
        speaks=speaks,
        time_zone=zone,
        accepting=takes,
        capacity=3,
        active_count=number % 4,
        here_until=at + timedelta(hours=1) if here else None,
        seen_at=at if here else None,
        approved_at=at - timedelta(days=number % 11),
    )
    for topic in topics:
        if topic.slug in known:
            TopicStrengthFactory(profile=profile, topic=topic, strength=known[topic.slug])
    if number % 6 == 0:
        ClearanceFactory(user=profile.user, cleared_until=at.date())
    WeeklyHours.objects.create(profile=profile, weekday=0, starts=window[0], ends=window[1])
    values = {
        "topic": set(known),
        "track": {track.slug for track in held},
        "language": {tag[:2] for tag in speaks},
        "room": {"yes"} if takes and number % 4 < 3 else set(),
        "here": {"yes"} if takes and here else set(),
        "teens": {"yes"} if number % 6 == 0 else set(),
    }
    return SimpleNamespace(
        pk=profile.pk, profile=profile, known=known, values=values, window=window, zone=zone
    )


def _offset(zone, at):
    return round(at.astimezone(ZoneInfo(zone)).utcoffset().total_seconds() / 60)


def _parts(member, offset, at):
    """The reader's parts of day in which some minute of the window lies."""
    shift = offset - _offset(member.zone, at)
    minutes = {(minute + shift) % DAY for minute in range(*member.window)}
    return {
        part
        for part, (first, last) in PARTS_OF_DAY.items()
        if any(first <= minute < last for minute in minutes)
    }


def _values(member, offset, at):
    return {**member.values, "hours": _parts(member, offset, at)}


def _missed(member, choice, offset, at):
    values = _values(member, offset, at)
    return tuple(sorted(g for g in choice if choice[g] and not choice[g] & values[g]))


choices = st.fixed_dictionaries(
    {group: st.frozensets(st.sampled_from(VALUES[group]), max_size=2) for group in GROUPS}
)
offsets = st.sampled_from([0, 345, -300, 780])
often = settings(max_examples=40, deadline=None)


@pytest.mark.django_db
@often
@given(choices, offsets)
def test_a_search_finds_whom_every_group_fits_and_counts_what_each_value_would_leave(
    community, choice, offset
):
    at, everybody = community.at, MentorProfile.objects.all()
    counts = count(everybody, choice, Standpoint(at, offset))

    fitting = {each.pk for each in community.mentors if not _missed(each, choice, offset, at)}
    found = matching(everybody, choice, Standpoint(at, offset))
    assert set(found.values_list("pk", flat=True)) == fitting
    assert counts.total == len(fitting)
    for group in GROUPS:
        left = Counter(
            value
            for each in community.mentors
            if set(_missed(each, choice, offset, at)) <= {group}
            for value in _values(each, offset, at)[group]
        )
        assert counts.values.get(group, {}) == left, group


@pytest.mark.django_db
@often
@given(choices, offsets)
def test_mentors_are_counted_by_what_keeps_them_out(community, choice, offset):
    at = community.at
    missed = failing(MentorProfile.objects.all(), choice, "", Standpoint(at, offset))

    assert missed == Counter(_missed(each, choice, offset, at) for each in community.mentors)


def _soonest(each):
    profile = each.profile
    profile.refresh_from_db()
    return (
        not each.values["here"],
        not each.values["room"],
        profile.opens_at.timestamp() if profile.opens_at else float("inf"),
        profile.sort_name,
        profile.pk,
    )


@pytest.mark.django_db
def test_each_order_is_total_and_as_the_rules_say(community):
    where, everybody = Standpoint(community.at, 0), MentorProfile.objects.all()
    members = community.mentors
    keys = {
        "soon": _soonest,
        "name": lambda each: _soonest(each)[3:],
        "newest": lambda each: (-each.profile.approved_at.timestamp(), *_soonest(each)[3:]),
    }

    for sort, key in keys.items():
        expected = [each.pk for each in sorted(members, key=key)]
        assert [row.pk for row in in_order(everybody, sort, where)] == expected, sort


@pytest.mark.django_db
@pytest.mark.parametrize("space", ["adult", "teen"])
@pytest.mark.parametrize("wanted", [(), ("grief",), ("grief", "anger"), ("unknown",)])
def test_best_fit_is_the_mean_strength_over_the_topics_wanted(community, wanted, space):
    def fit(each):
        strengths = [each.known.get(slug, 0) for slug in wanted]
        return sum(strengths) if space == "adult" else float(any(strengths))

    listed = by_fit(MentorProfile.objects.all(), wanted, Standpoint(community.at, 0, space))

    expected = sorted(community.mentors, key=lambda each: (-fit(each), *_soonest(each)))
    assert [row.pk for row in listed] == [each.pk for each in expected]
