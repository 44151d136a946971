"""Who may write to whom: one function for every surface (policy 13.2)."""

from datetime import timedelta

import pytest

from accounts.models import SpokenLanguage
from mentorship.profiles.errors import REASONS, MayNotWrite, sentences_for
from mentorship.profiles.querysets import may_write, verdicts_for
from mentorship.profiles.rules.writing import Asked, Asker, failing_constraints
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import MentorProfileFactory
from tests.vectors import cases

LATER_WORK = {"H7", "H8", "H10"}


def asker_of(row):
    return Asker(
        id=row["id"],
        person=row["person"],
        band=row["band"],
        languages=frozenset(row["languages"]),
        blocked=frozenset(row["blocked"]) | frozenset(row["conflicts"]),
        do_not_rematch=frozenset(row["do_not_rematch"]),
    )


def asked_of(row):
    return Asked(
        id=row["id"],
        person=row["person"],
        band=row["band"],
        age=row["age"],
        is_cleared=row["clearance_valid"],
        is_active=row["account_active"] and not row["suspended"],
        is_mentor=row["mentor_role"],
        accepting=row["accepting"],
        is_paused=row["paused"],
        care_is_free=not row["care_blocked"],
        capacity=row["cap"],
        active=row["active"],
        accepted=row["accepted"],
        pending=row["pending"],
        blocked=frozenset(row["blocked"]),
        languages=frozenset(row["languages"]),
    )


@pytest.mark.vectors
@pytest.mark.parametrize(
    "case",
    [
        case
        for case in cases("ranking", kind="eligible")
        if LATER_WORK.isdisjoint(case["expect"]["failing"])
    ],
    ids=lambda case: case["id"],
)
def test_the_failing_constraints_are_those_of_the_vectors(case):
    given = case["given"]

    failing = failing_constraints(asker_of(given["listener"]), asked_of(given["mentor"]))

    assert list(failing) == case["expect"]["failing"]


def verdict(viewer, mentor):
    return may_write(viewer, mentor, at=NOW)


@pytest.mark.django_db
def test_a_listener_may_write_to_a_mentor_of_their_space_and_language():
    assert verdict(UserFactory(), MentorProfileFactory()) == ()


@pytest.mark.django_db
def test_nobody_writes_to_themselves():
    mentor = MentorProfileFactory()

    assert verdict(mentor.user, mentor) == ("H5",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("traits", "failing"),
    [
        ({"accepting": False}, ("H2",)),
        ({"state": "paused"}, ("H2",)),
        ({"state": "ended"}, ("H2",)),
        ({"user__is_active": False}, ("H2",)),
        ({"user__dormant": True}, ("H2",)),
        ({"capacity": 2, "active_count": 2}, ("H3",)),
        ({"capacity": 2, "active_count": 5}, ("H3",)),
        ({"user__speaks": ["de"]}, ("H6",)),
        ({"user__band": "teen"}, ("H1",)),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else next(iter(value)),
)
def test_what_keeps_a_listener_from_writing_is_named(traits, failing):
    assert verdict(UserFactory(), MentorProfileFactory(**traits)) == failing


@pytest.mark.django_db
def test_everything_that_fails_is_named_in_order():
    mentor = MentorProfileFactory(
        accepting=False, capacity=1, active_count=1, user__speaks=["de"], user__band="teen"
    )

    assert verdict(UserFactory(), mentor) == ("H1", "H2", "H3", "H6")


@pytest.mark.django_db
def test_a_language_is_shared_when_the_part_before_the_hyphen_is():
    mentor = MentorProfileFactory(user__speaks=["de", "pt-BR"])

    assert verdict(UserFactory(speaks=["pt"]), mentor) == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("clearance", "failing"),
    [
        ({}, ()),
        ({"cleared_until": NOW.date()}, ()),
        ({"cleared_until": (NOW - timedelta(days=1)).date()}, ("H1",)),
        ({"ended_at": NOW}, ("H1",)),
    ],
    ids=["in force", "on its last day", "lapsed", "ended"],
)
def test_a_teen_writes_to_an_adult_only_while_the_clearance_holds(clearance, failing):
    mentor = MentorProfileFactory()
    ClearanceFactory(user=mentor.user, **clearance)

    assert verdict(UserFactory(teen=True), mentor) == failing


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("turns_adult_on", "failing"),
    [("2029-03-01", ()), ("2029-04-01", ("H1",)), (None, ())],
    ids=["15 this month", "14", "unknown"],
)
def test_a_teen_mentor_is_at_least_fifteen(turns_adult_on, failing):
    mentor = MentorProfileFactory(user__teen=True, user__turns_adult_on=turns_adult_on)
    mentor.user.refresh_from_db()

    assert verdict(UserFactory(teen=True), mentor) == failing


@pytest.mark.django_db
@pytest.mark.parametrize("viewer", [{}, {"teen": True}], ids=["adult", "teen"])
def test_many_verdicts_cost_as_much_as_one(viewer, django_assert_num_queries):
    viewer = UserFactory(**viewer)
    mentors = [MentorProfileFactory(), *MentorProfileFactory.create_batch(3, accepting=False)]
    queries = 3 if viewer.band == "teen" else 2

    with django_assert_num_queries(queries):
        one = verdicts_for(viewer, mentors[:1], at=NOW)
    with django_assert_num_queries(queries):
        all_of_them = verdicts_for(viewer, mentors, at=NOW)

    assert one == {mentors[0].pk: all_of_them[mentors[0].pk]}
    assert {"H2" in codes for codes in list(all_of_them.values())[1:]} == {True}


@pytest.mark.django_db
def test_somebody_without_a_language_shares_none():
    viewer = UserFactory()
    SpokenLanguage.objects.filter(user=viewer).delete()

    assert verdict(viewer, MentorProfileFactory()) == ("H6",)


def test_each_code_has_a_sentence_with_the_communitys_noun(settings):
    settings.NOUNS = settings.NOUNS | {
        "mentor": type(settings.NOUNS["mentor"])("Listener Supporter", "Listener Supporters", "a")
    }

    sentences = sentences_for(REASONS)

    assert sentences[1] == "This Listener Supporter is not taking new chats right now."
    assert not any("{" in sentence or "mentor" in sentence for sentence in sentences)


def test_a_refusal_carries_its_codes_and_sentences():
    refusal = MayNotWrite(("H3", "H6"))

    assert refusal.codes == ("H3", "H6")
    assert str(refusal) == " ".join(sentences_for(("H3", "H6")))
