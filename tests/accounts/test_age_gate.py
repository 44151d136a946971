"""Who is too young, or comes before there is a space for them, is refused kindly."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.signing import dumps
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from accounts.people.errors import HandleTaken, TeenSpaceClosed, TooYoung
from accounts.people.operations import roll_over, sign_up
from accounts.people.rules.ages import Age
from accounts.people.tasks import sweep_roll_overs
from tests.accounts.test_sign_up import SIGN_UP, answers
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def join(age, handle="fern"):
    return sign_up(
        user=User(),
        handle=handle,
        email="fern@example.org",
        password="a walk by the river",
        display_name="Fern",
        age=age,
        languages=["en"],
        time_zone="UTC",
        avatar="hill",
        at=NOW,
    )


def years_ago(years):
    return str(timezone.now().year - years)


def test_under_thirteen_is_refused_and_nothing_is_kept(client):
    response = client.post(SIGN_UP, answers(birth_year=years_ago(10)))

    assert response.status_code == 403
    assert (User.objects.count(), Session.objects.count(), len(mail.outbox)) == (0, 0, 0)
    assert set(response.cookies) - {"csrftoken"} == {"later"}
    assert years_ago(10) not in response.cookies["later"].value
    assert response.cookies["later"]["httponly"]


def test_the_same_browser_is_refused_again_whatever_it_says(client):
    client.post(SIGN_UP, answers(birth_year=years_ago(10)))

    assert client.get(SIGN_UP).status_code == 403
    assert client.post(SIGN_UP, answers()).status_code == 403
    assert User.objects.count() == 0
    assert Client().get(SIGN_UP).status_code == 200


def test_a_forged_refusal_refuses_nobody(client):
    client.cookies["later"] = dumps("too_young", salt="something else")

    assert client.get(SIGN_UP).status_code == 200


def test_the_age_decides_even_where_other_answers_are_wrong(client):
    response = client.post(SIGN_UP, answers(birth_year=years_ago(10), username="!"))

    assert response.status_code == 403


def test_the_form_does_not_say_what_the_month_decides(client):
    page = client.get(SIGN_UP).content.decode()
    question = page[page.index("When were you born?") :]
    question = strip_tags(question[: question.index("</fieldset>")])

    assert not re.search(r"\b1[38]\b|young|old|age|under|adult|teen", question)


def test_a_teen_is_refused_while_the_space_is_closed(client):
    response = client.post(SIGN_UP, answers(birth_year=years_ago(15)))

    assert response.status_code == 403
    assert str(TeenSpaceClosed.message) in response.content.decode()
    assert User.objects.count() == 0


def test_a_teen_joins_while_the_space_is_open(client, settings):
    settings.TEEN_SPACE_OPEN = True

    client.post(SIGN_UP, answers(birth_year=years_ago(15)))

    person = User.objects.get()
    assert person.band == "teen"
    assert person.turns_adult_on.year == int(years_ago(15)) + 18


@pytest.mark.parametrize(
    ("age", "refusal"), [(Age("", None), TooYoung), (Age("teen", None), TeenSpaceClosed)]
)
def test_the_operation_itself_refuses(age, refusal):
    with pytest.raises(refusal):
        join(age)

    assert User.objects.count() == 0


def test_a_handle_that_somebody_took_meanwhile_is_refused():
    UserFactory(username="Fern")

    with pytest.raises(HandleTaken):
        join(Age("adult", None), handle="fern")

    assert User.objects.count() == 1


def test_a_teen_becomes_an_adult_on_the_day_and_only_once():
    person = UserFactory(teen=True, turns_adult_on=NOW.date())

    assert not roll_over(person.pk, on=NOW.date() - timedelta(days=1), at=NOW)
    assert roll_over(person.pk, on=NOW.date(), at=NOW)
    assert not roll_over(person.pk, on=NOW.date(), at=NOW)
    person.refresh_from_db()
    assert (person.band, person.turns_adult_on) == ("adult", None)


def test_the_sweep_moves_those_whose_month_has_come_and_no_others():
    today = timezone.now().date()
    due = UserFactory(teen=True, turns_adult_on=today - timedelta(days=2))
    later = UserFactory(teen=True, turns_adult_on=today + timedelta(days=2))
    unknown = UserFactory(teen=True)

    for _run in range(3):
        sweep_roll_overs()

    bands = dict(User.objects.values_list("pk", "band"))
    assert bands == {due.pk: "adult", later.pk: "teen", unknown.pk: "teen"}


@pytest.mark.parametrize("decided", [True, False])
def test_a_teen_who_waited_for_a_space_comes_in_as_an_adult(decided):
    person = UserFactory(
        dormant=True,
        band="teen",
        turns_adult_on=NOW.date(),
        band_confirmed_at=NOW - timedelta(days=90) if decided else None,
    )

    roll_over(person.pk, on=NOW.date(), at=NOW)

    person.refresh_from_db()
    assert person.is_dormant != decided
