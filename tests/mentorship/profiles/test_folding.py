"""Choosing among very many topics stays a short page: the chosen ones in view, the rest folded."""

import pytest
from django.urls import reverse

from tests.factories.mentorship import MentorProfileFactory, TopicFactory, TopicStrengthFactory

pytestmark = pytest.mark.django_db
URL = reverse("profiles:edit-section", args=["topics"])


def parts(response):
    """What stands in view and what is folded, of the first of the two lists."""
    field = response.content.decode().split('<fieldset class="field"')[1].split("</fieldset>")[0]
    shown, _, folded = field.partition("<details")
    return shown, folded


def test_of_217_topics_the_chosen_ones_stay_in_view(sign_in):
    mentor = MentorProfileFactory()
    topics = [TopicFactory(name=f"Topic {number:03}") for number in range(217)]
    TopicStrengthFactory(profile=mentor, topic=topics[200])

    shown, folded = parts(sign_in(mentor.user).get(URL))

    assert shown.count('type="checkbox"') == 13
    assert "Topic 200" in shown
    assert folded.count('type="checkbox"') == 204


def test_a_few_topics_are_not_folded(sign_in):
    mentor = MentorProfileFactory()
    TopicFactory.create_batch(30)

    shown, folded = parts(sign_in(mentor.user).get(URL))

    assert (shown.count('type="checkbox"'), folded) == (30, "")


def test_of_very_many_topics_a_profile_shows_the_first_of_each_strength(as_listener):
    mentor = MentorProfileFactory()
    for number in range(109):
        strength = 1.0 if number < 60 else 0.5
        TopicStrengthFactory(profile=mentor, strength=strength, position=number)

    page = as_listener.get(mentor.get_absolute_url()).content.decode()

    assert page.count('class="tag tag--brand"') == 60
    assert ["48 more" in page, "37 more" in page] == [True, True]
    in_view = page.split('id="topics"')[1].split("<details")[0]
    assert in_view.count('class="tag tag--brand"') == 12
