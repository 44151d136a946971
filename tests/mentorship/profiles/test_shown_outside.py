"""A mentor agrees that pages of other sites show them: off at first, taken back at once."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mentorship.models import MentorProfile
from mentorship.profiles.errors import NotPublicYet, RoleNotHeld, SpaceIsNotPublic
from mentorship.profiles.operations import set_public, set_shown_outside
from tests.factories.mentorship import MentorProfileFactory

pytestmark = pytest.mark.django_db

QUESTION = "other pages may show me"


@pytest.fixture(autouse=True)
def switched_on(settings):
    settings.EMBED_ORIGINS = ["https://chat.example.org"]


def shown(mentor):
    return MentorProfile.objects.get(pk=mentor.pk).shown_outside


def test_nobody_is_shown_until_they_say_so():
    mentor = MentorProfileFactory(is_public=True)

    before = shown(mentor)
    set_shown_outside(mentor=mentor, shown=True)

    assert (before, shown(mentor)) == (False, True)


def test_who_is_hidden_from_visitors_is_hidden_outside_too():
    mentor = MentorProfileFactory()

    with pytest.raises(NotPublicYet):
        set_shown_outside(mentor=mentor, shown=True)

    assert shown(mentor) is False


def test_hiding_from_visitors_takes_the_consent_back_for_good():
    mentor = MentorProfileFactory(is_public=True, shown_outside=True)

    set_public(mentor=mentor, is_public=False)
    set_public(mentor=mentor, is_public=True)

    assert shown(mentor) is False


def test_a_teen_is_never_shown():
    mentor = MentorProfileFactory(user__teen=True)

    with pytest.raises(SpaceIsNotPublic):
        set_shown_outside(mentor=mentor, shown=True)


def test_after_the_role_has_ended_nothing_changes():
    mentor = MentorProfileFactory(state="ended")

    with pytest.raises(RoleNotHeld):
        set_shown_outside(mentor=mentor, shown=True)


def test_the_database_refuses_it_of_somebody_who_is_not_public():
    mentor = MentorProfileFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        MentorProfile.objects.filter(pk=mentor.pk).update(shown_outside=True)


def test_the_page_asks_plainly_and_keeps_the_answer(sign_in):
    mentor = MentorProfileFactory(is_public=True)
    client = sign_in(mentor.user)

    page = client.get(reverse("profiles:edit")).content.decode()
    response = client.post(reverse("profiles:set-shown-outside"), {"on": "on"})

    assert QUESTION in page
    assert "Off means gone at once" in page
    assert response.status_code == 302
    assert shown(mentor) is True


def test_the_page_says_what_comes_first(sign_in):
    mentor = MentorProfileFactory()

    response = sign_in(mentor.user).post(reverse("profiles:set-shown-outside"), {"on": "on"})

    assert response.status_code == 422
    assert str(NotPublicYet.message) in response.content.decode()


@pytest.mark.parametrize("band", ["adult", "teen"])
def test_nobody_is_asked_in_vain(sign_in, settings, band):
    settings.EMBED_ORIGINS = [] if band == "adult" else settings.EMBED_ORIGINS
    mentor = MentorProfileFactory(user__band=band)

    assert QUESTION not in sign_in(mentor.user).get(reverse("profiles:edit")).content.decode()
