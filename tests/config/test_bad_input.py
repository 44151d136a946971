"""What no database could look for is answered kindly on both of them, and stores nothing."""

import pytest
from django.urls import reverse

from mentorship.models import MentorApplication, TopicStrength, TopicWanted
from tests.factories.mentorship import MentorProfileFactory, TopicFactory

pytestmark = pytest.mark.django_db
TOO_LARGE = str(2**63)


@pytest.mark.parametrize(
    "path",
    [
        "/mentors/a%00b/",
        "/mentors/a%00b/message/",
        "/people/a%00b/block/",
        "/people/a%00b/report/",
    ],
)
def test_a_handle_with_a_nul_is_nobodys(as_listener, path):
    assert as_listener.get(path).status_code == 404


@pytest.mark.parametrize("name", ["q", "topic", "sort", "room"])
def test_a_filter_with_a_nul_is_read_without_it(as_listener, name):
    TopicFactory(slug="sleep")
    MentorProfileFactory()

    assert as_listener.get("/queue/", {name: "sleep\0"}).status_code == 200


def test_numbers_beyond_every_column_are_no_topics(as_listener, sign_in):
    mentor = MentorProfileFactory()
    forms = [
        (as_listener, reverse("profiles:apply"), {"headline": "Calm", "why": "I can."}, "topics"),
        (sign_in(mentor.user), "/desk/profile/topics/", {}, "best"),
        (as_listener, reverse("topics-wanted"), {}, "topics"),
    ]

    for client, address, words, field in forms:
        response = client.post(address, words | {field: TOO_LARGE})
        assert response.status_code == 422
        assert "Select a valid choice" in response.content.decode()
    for model in (MentorApplication, TopicStrength, TopicWanted):
        assert not model.objects.exists()
