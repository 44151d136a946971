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
