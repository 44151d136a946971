"""The preview: the mentor's own page as a listener sees it, with the drafts in their places."""

import pytest
from django.urls import reverse

from mentorship.models import MentorProfile
from tests.factories.mentorship import MentorProfileFactory, TopicFactory, TopicStrengthFactory

pytestmark = pytest.mark.django_db
PREVIEW = reverse("profiles:preview")


@pytest.fixture
def mentor():
    return MentorProfileFactory(headline="Calm company.", about="")


@pytest.fixture
def desk(sign_in, mentor):
    return sign_in(mentor.user)


def content(response):
    assert response.status_code == 200
    return response.content.decode()


def draft(desk, section, **typed):
    desk.post(reverse("profiles:save-draft", args=[section]), typed)


def test_the_preview_is_what_a_listener_sees(desk):
    page = content(desk.get(PREVIEW))

    assert "This is what a listener sees." in page
    assert "Your drafts are shown" not in page
    assert "Nothing here yet" not in page
    assert "Edit your profile" not in page


def test_drafts_are_shown_as_if_they_were_published(desk, mentor, as_listener):
    known, other = TopicFactory(name="Burnout"), TopicFactory(name="Endings")
    TopicStrengthFactory(profile=mentor, topic=known)
    draft(desk, "headline", headline="A new first line")
    draft(desk, "about", about="**Kind** words")
    draft(desk, "situations", situations="A chat that stayed\nA hard day")
    draft(desk, "topics", also=[other.pk])
    draft(desk, "style", style_text_voice="4")

    page = content(desk.get(PREVIEW))

    assert "Your drafts are shown as if they were published" in page
    for shown in (
        "A new first line",
        "<strong>Kind</strong> words",
        "A hard day",
        "Endings",
        'aria-label="4 of 5, from Text to Voice"',
    ):
        assert shown in page
    assert "Burnout" not in page
    assert "Calm company." in content(as_listener.get(mentor.get_absolute_url()))
    assert MentorProfile.objects.get(pk=mentor.pk).about == ""


def test_a_draft_that_could_not_be_published_is_left_out(desk):
    draft(desk, "headline", headline="x" * 201)

    page = content(desk.get(PREVIEW))

    assert "Calm company." in page
    assert "Your drafts are shown" not in page


def test_a_stored_draft_leads_to_the_preview(desk):
    url = reverse("profiles:save-draft", args=["about"])

    part = content(desk.post(url, {"about": "Hello"}, headers={"HX-Request": "true"}))

    assert f'href="{PREVIEW}"' in part
