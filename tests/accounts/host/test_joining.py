"""Somebody comes from the host for the first time: new, or imported."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from accounts.models import BandQuestion, Invitation, User
from tests.accounts.host.coming import (
    BORN,
    FERN,
    SIGN_UP,
    WAKE,
    answers,
    come,
    signed_in_as,
)
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import TopicFactory

pytestmark = pytest.mark.django_db


def test_somebody_new_answers_the_questions_of_everybody(client, provider):
    TopicFactory(slug="grief")
    response = come(client)
    assert response.url == SIGN_UP
    assert not User.objects.exists()
    page = client.get(SIGN_UP).content.decode()
    assert 'name="password1"' not in page
    assert 'name="email"' not in page

    response = client.post(SIGN_UP, answers(topics=["grief"], email="evil@example.org"))

    user = User.objects.get()
    assert response.status_code == 302
    assert signed_in_as(client) == str(user.pk)
    assert (user.email, user.band, user.username) == (FERN, "adult", "small_fern")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert SocialAccount.objects.get().user == user
    assert user.topics_wanted.get().topic.slug == "grief"
    assert client.get(SIGN_UP).url != SIGN_UP


def test_somebody_new_who_is_too_young_gets_no_account(client, provider):
    come(client)

    response = client.post(SIGN_UP, answers(birth_year=str(timezone.now().year - 10)))

    assert response.status_code == 403
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    assert client.get(SIGN_UP).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [("username", "ad"), ("display_name", ""), ("birth_year", ""), ("languages", [])],
)
def test_a_refused_form_keeps_the_words_and_the_identity(client, provider, field, value):
    come(client)

    response = client.post(SIGN_UP, answers(**{field: value}))

    assert response.status_code == 422
    assert not User.objects.exists()
    assert client.post(SIGN_UP, answers()).status_code == 302


def test_the_sign_up_needs_an_identity_and_waits_15_minutes(client, provider):
    assert client.get(SIGN_UP).url == "/accounts/signup/"
    come(client)
    session = client.session
    session["host_identity"] |= {"at": session["host_identity"]["at"] - 901}
    session.save()

    assert client.post(SIGN_UP, answers()).url == "/accounts/signup/"
    assert client.get(WAKE).url == "/accounts/login/"


def test_a_sign_up_that_nobody_proved_gives_way_to_the_owner_of_the_address(client, provider):
    taken = UserFactory(email=FERN, joined_at=NOW, woken_at=NOW)
    taken.set_password("known to a stranger")
    taken.save()

    assert come(client).url == SIGN_UP
    assert not User.objects.filter(pk=taken.pk).exists()


def test_an_imported_person_wakes_by_the_same_question_as_after_the_letter(client, provider):
    user = UserFactory(dormant=True, email="Fern@Example.org")
    letter = Invitation.objects.create(
        user=user, released_at=NOW, released_by=UserFactory(coordinator=True)
    )
    assert come(client, next="/chats/").url == WAKE
    assert not SocialAccount.objects.exists()
    assert user.username in client.get(WAKE).content.decode()

    response = client.post(WAKE, BORN)

    user.refresh_from_db()
    letter.refresh_from_db()
    assert response.url == "/chats/"
    assert signed_in_as(client) == str(user.pk)
    assert user.woken_at
    assert letter.accepted_at
    assert EmailAddress.objects.get(user=user).verified
    assert SocialAccount.objects.get().user == user


def test_an_imported_person_of_another_band_waits_for_a_moderator(client, provider, settings):
    settings.TEEN_SPACE_OPEN = True
    user = UserFactory(dormant=True, teen=True, email=FERN)
    come(client)

    response = client.post(WAKE, BORN)

    assert response.url == "/accounts/not-yet/"
    assert signed_in_as(client) is None
    assert BandQuestion.objects.get().user == user
    assert come(client).url == "/accounts/not-yet/"


def test_an_imported_teen_waits_while_the_teen_space_is_closed(client, provider):
    UserFactory(dormant=True, teen=True, email=FERN)
    come(client)
    year = str(timezone.now().year - 15)

    response = client.post(WAKE, {"birth_month": "1", "birth_year": year})

    assert response.status_code == 403
    assert not SocialAccount.objects.exists()
    assert User.objects.get().is_dormant
