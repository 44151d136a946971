"""After sign-up: three mentors one may write to, and one sentence."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.models import Conversation, Draft, MentorProfile
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory
from tests.mentorship.queue.people import HOUR, here, key, later, soon

pytestmark = pytest.mark.django_db


def offered(response):
    return re.findall(r'name="mentor" value="([^"]+)"', response.content.decode())


def note(to, **changed):
    words = {"mentor": key(to), "body": "Hi, I am new.", "client_id": str(uuid.uuid4())}
    return words | changed


def test_the_card_offers_three_who_are_here_or_next_to_come_the_first_one_chosen(as_listener):
    third, second, first = later(), soon(), here()
    MentorProfileFactory(opens_at=timezone.now() + timedelta(days=3))

    response = as_listener.get("/")

    assert offered(response) == [key(first), key(second), key(third)]
    assert f'value="{key(first)}" data-name="{first.user}" checked' in response.content.decode()
    assert "3 mentors you can write to now" in response.content.decode()


def test_who_has_written_to_somebody_is_no_newcomer(as_listener, listener):
    here()
    ConversationFactory(listener=listener)

    assert as_listener.get("/").url == reverse("queue:live-list")


def test_staff_come_to_the_queue(as_coordinator):
    here()

    assert as_coordinator.get("/").url == reverse("queue:live-list")


def test_only_mentors_the_listener_may_write_to_are_offered(as_listener):
    here(capacity=1, active_count=1)
    here(user=UserFactory(speaks=["de"]))
    here(user=UserFactory(teen=True))
    here(accepting=False)
    free = here()

    assert offered(as_listener.get("/")) == [key(free)]


def test_a_teen_is_offered_mentors_of_the_teen_space_alone(as_teen):
    here()
    teen = here(user=UserFactory(teen=True))

    assert offered(as_teen.get("/")) == [key(teen)]


def test_with_nobody_to_offer_the_queue_comes_first_and_the_card_later(as_listener, listener):
    assert as_listener.get("/").url == reverse("queue:live-list")

    here()
    assert as_listener.get("/").status_code == 200


def test_sending_opens_a_chat_and_the_card_is_not_shown_again(as_listener, listener):
    mentor = here()

    response = as_listener.post(reverse("first-card"), note(mentor))

    talk = Conversation.objects.get()
    assert response.url == talk.get_absolute_url()
    assert (talk.mentor, talk.listener) == (mentor, listener)
    assert talk.messages.get(author=listener).body == "Hi, I am new."
    assert as_listener.get("/").url == reverse("queue:live-list")


def test_look_around_first_is_never_asked_again(as_listener, listener):
    here()

    response = as_listener.post(reverse("look-around"))

    assert response.url == reverse("queue:live-list")
    listener.refresh_from_db()
    seen = listener.first_card_seen_at
    assert seen is not None
    as_listener.post(reverse("look-around"))
    listener.refresh_from_db()
    assert listener.first_card_seen_at == seen
    assert as_listener.get("/").status_code == 302


def test_a_mentor_who_filled_up_meanwhile_is_refused_and_the_words_are_kept(as_listener):
    mentor, other = here(), here()
    ConversationFactory(mentor=mentor)
    MentorProfile.objects.filter(pk=mentor.pk).update(capacity=1, active_count=1)

    response = as_listener.post(reverse("first-card"), note(mentor, body="A hard chat"))

    assert response.status_code == 409
    assert Draft.objects.get().body == "A hard chat"
    assert "A hard chat" in response.content.decode()
    assert "There is a problem" in response.content.decode()
    assert offered(response) == [key(other)]
    assert not Conversation.objects.filter(listener__username="nobody").exists()
    assert Conversation.objects.count() == 1


def test_words_that_were_typed_and_not_sent_are_on_the_card_again(as_listener):
    here()
    mentor = here()
    url = reverse("conversations:draft-note", args=[mentor.user.username])
    as_listener.post(url, {"body": "Half a line", "client_id": str(uuid.uuid4())})

    page = as_listener.get("/").content.decode()

    assert re.search(r"<textarea[^>]*>\s*Half a line</textarea>", page)
    assert re.findall(r'value="([^"]+)"[^>]* checked', page)[-1] == key(mentor)


def test_an_open_chat_gets_the_words_as_its_draft(as_listener, listener):
    talk = ConversationFactory(mentor=here(), listener=listener)

    response = as_listener.post(reverse("first-card"), note(talk.mentor, body="One more"))

    assert response.url == talk.get_absolute_url()
    assert Draft.objects.get(conversation=talk).body == "One more"


def test_the_same_id_with_other_words_shows_both_and_takes_a_new_id(as_listener):
    sent = note(here())
    as_listener.post(reverse("first-card"), sent)

    response = as_listener.post(reverse("first-card"), sent | {"body": "Other words"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Hi, I am new.</blockquote>" in page
    assert "Other words" in page
    assert f'name="client_id" autocomplete="off" value="{sent["client_id"]}"' not in page


@pytest.mark.parametrize(
    "changed",
    [{"body": ""}, {"body": "  "}, {"mentor": ""}, {"mentor": "nobody"}, {"client_id": "x"}],
    ids=["no words", "blank words", "no mentor", "nonsense mentor", "nonsense id"],
)
def test_an_incomplete_card_is_refused_and_opens_nothing(as_listener, changed):
    mentor = here()

    response = as_listener.post(reverse("first-card"), note(mentor, **changed))

    assert response.status_code == 422
    assert Conversation.objects.count() == 0


def test_a_mentor_of_the_other_space_is_not_there(as_listener):
    teen = here(user=UserFactory(teen=True))
    here()

    response = as_listener.post(reverse("first-card"), note(teen))

    assert response.status_code == 422
    assert "not there any more" in response.content.decode()
    assert Conversation.objects.count() == 0


def test_an_opener_is_a_link_without_script(as_listener):
    here()

    content = as_listener.get("/", {"opener": "2"}).content.decode()

    assert re.search(r"<textarea[^>]*>\s*I have my first chat tomorrow", content)
    assert as_listener.get("/", {"opener": "nonsense"}).status_code == 200


@pytest.mark.parametrize("name", ["first-card", "look-around"])
def test_strangers_are_asked_to_sign_in(client, name):
    assert reverse("account_login") in client.post(reverse(name)).url


def test_the_card_is_no_page_of_its_own(as_listener):
    assert as_listener.get(reverse("first-card")).url == reverse("home")
    assert as_listener.get(reverse("look-around")).status_code == 405


@pytest.mark.parametrize("mentors", [1, 3, 300])
def test_the_card_costs_the_same_for_any_number_of_mentors(
    as_listener, mentors, django_assert_max_num_queries
):
    now = timezone.now()
    MentorProfileFactory.create_batch(mentors, here_until=now + HOUR, seen_at=now)
    as_listener.get(reverse("urgent-help"))

    with django_assert_max_num_queries(12):
        response = as_listener.get("/")

    assert len(offered(response)) == min(3, mentors)
