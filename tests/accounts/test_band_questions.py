"""Where somebody's words and the import disagree, a moderator decides."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, BandQuestion, User
from accounts.people.errors import NotAllowed
from accounts.people.operations import settle_band
from accounts.safeguarding.errors import AlreadyDecided, ReasonMissing
from accounts.safeguarding.operations import raise_band_question
from config.live.publish import version
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db


def question_of(imported="teen", stated="adult"):
    person = UserFactory(dormant=True, band=imported)
    return raise_band_question(user=person, stated_band=stated, stated_turns_adult_on=None, at=NOW)


def settle(question, decision="stated", actor=None, reason="Spoke with them"):
    actor = actor or UserFactory(moderator=True)
    return settle_band(question, decision=decision, actor=actor, reason=reason, at=NOW)


def test_what_the_person_says_may_hold_and_wakes_them():
    question = settle(question_of())

    person = User.objects.get(pk=question.user_id)
    assert (person.band, person.is_dormant) == ("adult", False)
    entry = AuditEntry.objects.get(act="decide band")
    assert (entry.subject, entry.reason) == (person, "Spoke with them")


def test_the_import_may_hold_and_a_teen_sleeps_on_while_the_space_is_closed():
    question = settle(question_of(), decision="imported")

    person = User.objects.get(pk=question.user_id)
    assert (person.band, person.is_dormant) == ("teen", True)


@pytest.mark.parametrize("decided", [True, False])
def test_signing_in_says_what_somebody_waits_for(client, decided):
    question = question_of()
    question.user.set_password("a walk by the river")
    question.user.save()
    if decided:
        settle(question, decision="imported")

    login = {"login": question.user.email, "password": "a walk by the river"}
    page = client.post("/accounts/login/", login, follow=True).content.decode()

    assert ("no space for people under 18 here yet" in page) == decided
    assert ("checks which space is yours" in page) != decided


def test_a_decision_that_moves_somebody_reaches_both_lists(django_capture_on_commit_callbacks):
    question = question_of(imported="teen")
    MentorProfileFactory(user=question.user)

    with django_capture_on_commit_callbacks(execute=True):
        settle(question)

    assert version("queue:teen") == version("queue:adult") == 1


def test_a_question_is_raised_once_while_it_is_open():
    question = question_of()

    again = raise_band_question(
        user=question.user, stated_band="adult", stated_turns_adult_on=None, at=NOW
    )

    assert again == question


def test_only_moderators_decide_and_never_about_themselves():
    question = question_of()
    User.objects.filter(pk=question.user_id).update(is_moderator=True)

    for actor in (
        UserFactory(coordinator=True),
        UserFactory(),
        User.objects.get(pk=question.user_id),
    ):
        with pytest.raises(NotAllowed):
            settle(question, actor=actor)

    assert BandQuestion.objects.open().count() == 1


def test_a_reason_is_needed():
    with pytest.raises(ReasonMissing):
        settle(question_of(), reason="  ")


def test_a_decision_stands():
    question = settle(question_of())

    with pytest.raises(AlreadyDecided):
        settle(question, decision="imported")


def test_the_page_decides_and_says_so(client):
    question = question_of()
    client.force_login(UserFactory(moderator=True))
    url = reverse("people:band-question", args=[question.public_id])

    assert client.get(url).status_code == 200
    assert client.post(url, {"decision": "stated", "reason": ""}).status_code == 422
    response = client.post(url, {"decision": "stated", "reason": "Spoke with them"})
    assert response.url == reverse("people:band-questions")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(client, django_assert_num_queries, rows):
    for _row in range(rows):
        question_of()
    client.force_login(UserFactory(moderator=True))
    client.get("/settings/")

    with django_assert_num_queries(7):
        response = client.get(reverse("people:band-questions"))

    assert response.content.decode().count("/moderation/bands/") >= rows
