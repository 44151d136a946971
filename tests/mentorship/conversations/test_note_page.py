"""The page of a first note: openers, refusals with the words kept, alternatives, drafts."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.conversations.errors import ManyAtOnce
from mentorship.conversations.models import Conversation, Draft
from mentorship.conversations.operations import save_draft, talks
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory

pytestmark = pytest.mark.django_db


def address(mentor, name="message-mentor"):
    return reverse(f"conversations:{name}", args=[mentor.user.username])


def post(client, mentor, body="Hi there", client_id=None, **more):
    fields = {"body": body, "client_id": client_id or uuid.uuid4(), **more}
    return client.post(address(mentor), fields)


def without_tokens(response):
    """The body less what is drawn anew for each answer."""
    return re.sub(r'"x-csrftoken": "[^"]*"|(value|content)="[^"]*"', "", response.content.decode())


@pytest.fixture
def mentor(db):
    return MentorProfileFactory(user__display_name="Harbour Light")


def test_a_stranger_is_sent_to_the_login(client, mentor):
    response = client.get(address(mentor))

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={address(mentor)}"


def test_a_mentor_of_the_other_space_is_not_there(as_teen, mentor):
    missing = as_teen.get(reverse("conversations:message-mentor", args=["nobody_here"]))
    hidden = as_teen.get(address(mentor))

    assert (missing.status_code, hidden.status_code) == (404, 404)
    assert without_tokens(missing) == without_tokens(hidden)


def test_nobody_writes_to_themselves(sign_in, mentor):
    assert sign_in(mentor.user).get(address(mentor)).status_code == 404


def test_other_methods_are_refused(as_listener, mentor):
    assert as_listener.put(address(mentor)).status_code == 405
    assert as_listener.get(address(mentor, "draft-note")).status_code == 405


def test_the_page_offers_three_openers_and_says_who_can_read(as_listener, mentor):
    page = as_listener.get(address(mentor)).content.decode()

    assert len(re.findall(r'href="\?opener=[123]"', page)) == 3
    assert "Who can read this:" in page
    assert "What happens next:" in page
    assert "Not a crisis service" in page


def test_a_tapped_opener_is_in_the_box_to_be_changed(as_listener, mentor):
    page = as_listener.get(address(mentor), {"opener": "1"}).content.decode()

    assert "\nHi, I am new and a bit nervous. May I ask you something?</textarea>" in page


@pytest.mark.parametrize("nonsense", ["0", "9", "x", "-1", "9" * 400, "²"])
def test_an_opener_that_is_none_leaves_the_box_empty(as_listener, mentor, nonsense):
    response = as_listener.get(address(mentor), {"opener": nonsense})

    assert response.status_code == 200
    assert "\n</textarea>" in response.content.decode()


def test_sending_opens_the_chat(as_listener, listener, mentor):
    response = post(as_listener, mentor, "Hi\r\nyou")

    talk = Conversation.objects.get()
    assert (response.status_code, response["Location"]) == (302, talk.get_absolute_url())
    assert (talk.listener, talk.messages.get().body) == (listener, "Hi\nyou")


def test_sending_the_same_form_twice_leads_to_the_same_chat(as_listener, mentor):
    client_id = uuid.uuid4()

    first = post(as_listener, mentor, "Hi", client_id)
    second = post(as_listener, mentor, "Hi", client_id)

    assert first["Location"] == second["Location"]
    assert Conversation.objects.count() == 1


def test_the_same_form_with_other_words_shows_both_texts(as_listener, mentor):
    client_id = uuid.uuid4()
    post(as_listener, mentor, "The first words", client_id)

    response = post(as_listener, mentor, "The second words", client_id)

    page = response.content.decode()
    assert response.status_code == 409
    assert "The first words" in page
    assert "The second words" in page
    assert str(client_id) not in page  # sending again is a new message


@pytest.mark.parametrize("body", ["", "   ", "x" * 4001, "a\x00b"])
def test_refused_words_are_kept(as_listener, mentor, body):
    response = post(as_listener, mentor, body)

    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert body.strip().replace("\x00", "") in page.replace("\x00", "")


def test_a_form_without_its_id_is_refused_with_the_words_kept(as_listener, mentor):
    response = as_listener.post(address(mentor), {"body": "Some words", "client_id": "x"})

    assert response.status_code == 422
    assert "Some words" in response.content.decode()


def test_the_last_place_gone_keeps_the_words_and_names_three_others(as_listener, listener):
    full = MentorProfileFactory(full=True)
    others = MentorProfileFactory.create_batch(4)

    response = post(as_listener, full, "A hard chat <b>")

    page = response.content.decode()
    assert response.status_code == 409
    assert "A hard chat &lt;b&gt;" in page
    assert page.count('name="carry"') == 3
    assert sum(f'action="{address(other)}"' in page for other in others) == 3
    assert Draft.objects.get(author=listener, mentor=full).body == "A hard chat <b>"


def test_an_alternative_takes_the_words_on(as_listener, mentor):
    response = as_listener.post(address(mentor), {"carry": "1", "body": "A hard chat"})

    assert (response.status_code, response["Location"]) == (302, address(mentor))
    assert "\nA hard chat</textarea>" in as_listener.get(address(mentor)).content.decode()
    assert Conversation.objects.count() == 0


@pytest.mark.parametrize(("body", "kept"), [("", "Begun"), ("A hard chat", "Begun\n\nA hard chat")])
def test_an_alternative_keeps_what_was_begun_for_them(as_listener, listener, mentor, body, kept):
    save_draft(author=listener, mentor=mentor, body="Begun", at=timezone.now())

    as_listener.post(address(mentor), {"carry": "1", "body": body})

    assert Draft.objects.get(author=listener, mentor=mentor).body == kept


def test_an_alternative_i_talk_with_already_takes_the_words_into_the_chat(
    as_listener, listener, mentor
):
    talk = ConversationFactory(mentor=mentor, listener=listener)

    response = as_listener.post(address(mentor), {"carry": "1", "body": "A hard chat"})

    assert response["Location"] == talk.get_absolute_url()
    assert Draft.objects.get(conversation=talk).body == "A hard chat"


def test_a_full_mentor_says_so_before_anything_is_typed(as_listener):
    MentorProfileFactory.create_batch(3)
    full = MentorProfileFactory(full=True)

    response = as_listener.get(address(full))

    assert response.status_code == 200
    assert response.content.decode().count('name="carry"') == 3
    assert "has no free place right now" in response.content.decode()


def test_a_mentor_who_takes_no_chats_is_a_sentence_and_no_form(as_listener):
    response = as_listener.get(address(MentorProfileFactory(accepting=False)))

    page = response.content.decode()
    assert "is not taking new chats right now" in page
    assert "data-note" not in page


def test_writing_to_a_mentor_who_takes_no_chats_keeps_the_words(as_listener):
    response = post(as_listener, MentorProfileFactory(accepting=False), "Words to keep")

    assert response.status_code == 422
    assert "Words to keep" in response.content.decode()


def test_an_open_chat_is_where_message_leads(as_listener, listener, mentor):
    talk = ConversationFactory(mentor=mentor, listener=listener)

    assert as_listener.get(address(mentor))["Location"] == talk.get_absolute_url()

    save_draft(author=listener, conversation=talk, body="Begun there", at=timezone.now())

    response = post(as_listener, mentor, "Still to be sent")

    assert response["Location"] == talk.get_absolute_url()
    assert Draft.objects.get(conversation=talk).body == "Begun there\n\nStill to be sent"


def test_too_many_new_chats_in_a_day_keep_the_words(as_listener, listener, mentor):
    ConversationFactory.create_batch(10, listener=listener, opened_at=timezone.now())

    response = post(as_listener, mentor, "Words to keep")

    assert response.status_code == 429
    assert "Words to keep" in response.content.decode()


def test_a_mentor_whom_everybody_writes_to_is_no_error_page(as_listener, mentor, monkeypatch):
    def wait_too_long(listener_id, mentor_id):
        raise ManyAtOnce

    monkeypatch.setattr(talks, "lock_pair", wait_too_long)

    response = post(as_listener, mentor, "Words to keep")

    assert response.status_code == 503
    assert "Words to keep" in response.content.decode()
    assert Draft.objects.get().body == "Words to keep"


def test_the_draft_is_in_the_box(as_listener, listener, mentor):
    save_draft(author=listener, mentor=mentor, body="Half a sent", at=timezone.now())

    assert "\nHalf a sent</textarea>" in as_listener.get(address(mentor)).content.decode()


def test_typing_saves_the_draft(as_listener, listener, mentor):
    response = as_listener.post(address(mentor, "draft-note"), {"body": "Half"})

    assert response.status_code == 204
    assert Draft.objects.get(author=listener, mentor=mentor).body == "Half"

    refused = as_listener.post(address(mentor, "draft-note"), {"body": "x" * 20_001})
    assert refused.status_code == 422


def test_a_mentor_who_is_not_here_says_when_a_note_is_read(sign_in):
    mentor = MentorProfileFactory(opens_at=timezone.now() + timedelta(days=1))
    mentor.opens_until = mentor.opens_at + timedelta(hours=2)
    mentor.save()
    listener = UserFactory(time_zone="Asia/Tokyo")

    page = sign_in(listener).get(address(mentor)).content.decode()

    local = (mentor.opens_at + timedelta(hours=9)).strftime("%H:%M")
    assert re.search(rf"A note is read about <time [^>]*>[^<]*{local}</time>", page)


def test_the_page_costs_the_same_for_any_number_of_others(
    as_listener, django_assert_max_num_queries
):
    full = MentorProfileFactory(full=True)
    MentorProfileFactory.create_batch(30)

    as_listener.get("/chats/")  # the first page of a session also notes the device

    with django_assert_max_num_queries(12):
        as_listener.get(address(full))
