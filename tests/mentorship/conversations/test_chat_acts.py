"""Acting in a chat on its page: sending, passing the turn, finishing, changing."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.conversations.models import Draft, Message
from mentorship.conversations.operations import save_draft
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

pytestmark = pytest.mark.django_db


def address(talk, name="conversation", *more):
    return reverse(f"conversations:{name}", args=[talk.public_id, *more])


def post(client, talk, body="Hello", client_id=None, **headers):
    fields = {"body": body, "client_id": client_id or uuid.uuid4()}
    return client.post(address(talk), fields, headers=headers)


def page_of(client, talk):
    return client.get(address(talk)).content.decode()


@pytest.fixture
def talk(listener):
    return ConversationFactory(listener=listener)


def test_sending_stores_the_message_and_comes_back(as_listener, talk):
    response = post(as_listener, talk, "Hello you")

    assert (response.status_code, response["Location"]) == (302, address(talk))
    assert Message.objects.get().body == "Hello you"
    assert ", <span data-stored>stored</span>" in page_of(as_listener, talk)


def test_the_same_form_with_other_words_shows_both_texts(as_listener, talk):
    client_id = uuid.uuid4()
    post(as_listener, talk, "The first words", client_id)

    response = post(as_listener, talk, "The second words", client_id)

    page = response.content.decode()
    assert response.status_code == 409
    assert '<blockquote class="words" dir="auto">The first words</blockquote>' in page
    assert "\nThe second words</textarea>" in page
    assert 'rows="4"' in page
    assert "Open the chat" not in page
    assert Message.objects.count() == 1


@pytest.mark.parametrize("body", ["", " \n ", "x" * 4001, "a\x00b", "a\ud800b"])
def test_refused_words_are_kept(as_listener, talk, body):
    sendable = body.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    response = post(as_listener, talk, sendable)

    if "\ufffd" in sendable:  # a lone surrogate does not survive the way to the server
        assert response.status_code == 302
    else:
        assert response.status_code == 422
        assert "There is a problem" in response.content.decode()


def test_too_many_messages_keep_the_words(as_listener, talk):
    MessageFactory.create_batch(20, conversation=talk, sent_at=timezone.now())

    response = post(as_listener, talk, "One more")

    assert response.status_code == 429
    assert "\nOne more</textarea>" in response.content.decode()
    assert Draft.objects.get().body == "One more"


def test_nothing_for_me_to_do_passes_the_turn(sign_in, talk):
    mentor = sign_in(talk.mentor.user)

    response = mentor.post(address(talk, "pass-on"))

    assert response["Location"] == address(talk)
    assert "<strong>Their turn</strong> since" in page_of(mentor, talk)


def test_passing_the_turn_of_a_finished_chat_says_why_not(as_listener, listener):
    talk = ConversationFactory(listener=listener, closed_at=timezone.now(), turn="")

    response = as_listener.post(address(talk, "pass-on"), follow=True)

    assert "This chat is finished and can only be read." in response.content.decode()


def test_sending_from_an_open_page_answers_with_the_rows(as_listener, talk):
    MessageFactory(conversation=talk)

    response = as_listener.post(
        address(talk),
        {"body": "New", "client_id": uuid.uuid4(), "after": 1},
        headers={"HX-Request": "true"},
    )

    assert response.status_code == 200
    assert re.findall(r'id="m-(\d+)"', response.content.decode()) == ["2"]


def test_a_refusal_to_an_open_page_is_only_the_reason(as_listener, talk):
    response = post(as_listener, talk, " ", **{"HX-Request": "true"})

    assert response.status_code == 422
    assert "<html" not in response.content.decode()
    assert "Write a few words first." in response.content.decode()


def test_the_draft_is_kept_and_shown(as_listener, listener, talk):
    as_listener.post(address(talk, "draft"), {"body": "Half a sent"})
    save_draft(author=talk.mentor.user, conversation=talk, body="Theirs", at=timezone.now())

    page = page_of(as_listener, talk)
    assert "\nHalf a sent</textarea>" in page
    assert "Theirs" not in page


def test_finishing_asks_once_and_leaves_the_chat_readable(as_listener, talk):
    assert "Keep talking" in as_listener.get(address(talk, "finish-chat")).content.decode()

    response = as_listener.post(address(talk, "finish-chat"))

    assert response["Location"] == address(talk)
    page = page_of(as_listener, talk)
    assert "<strong>Finished</strong>" in page
    assert "A new message opens it again" in page
    assert as_listener.get(address(talk, "finish-chat")).status_code == 302


def test_the_mentor_mark_stands_by_the_name_where_a_chat_is_finished(as_listener, sign_in, talk):
    finish = address(talk, "finish-chat")
    heading = as_listener.get(finish).content.decode().partition("<h1")[2].partition("</h1>")[0]
    about = page_of(as_listener, talk).partition('class="side"')[2].partition("</section>")[0]
    assert "badge-mentor" in heading
    assert "badge-mentor" in about

    page = sign_in(talk.mentor.user).get(finish).content.decode()
    assert "badge-mentor" not in page.partition("<h1")[2].partition("</h1>")[0]


def test_a_finished_chat_of_a_full_mentor_keeps_the_words(as_listener, listener):
    talk = ConversationFactory(
        listener=listener, mentor=MentorProfileFactory(full=True), closed_at=timezone.now()
    )

    response = post(as_listener, talk, "Me again")

    assert response.status_code == 409
    assert "\nMe again</textarea>" in response.content.decode()


def test_a_pair_that_may_no_longer_talk_reads_on_with_a_kind_sentence(as_listener, talk):
    MessageFactory(conversation=talk, body="Kept words")
    talk.mentor.state = "ended"
    talk.mentor.save()

    page = page_of(as_listener, talk)

    assert "Kept words" in page
    assert "You can read this chat, but not write in it any more." in page
    assert "data-composer" not in page
    assert "not a crisis service" in page
    assert post(as_listener, talk).status_code == 422


def test_an_own_message_is_edited_and_deleted_with_a_trace(as_listener, sign_in, talk):
    MessageFactory.create_batch(2, conversation=talk, body="First", sent_at=timezone.now())

    assert "First" in as_listener.get(address(talk, "edit", 1)).content.decode()
    as_listener.post(address(talk, "edit", 1), {"body": "Second"})
    assert "First" in as_listener.get(address(talk, "delete", 2)).content.decode()
    as_listener.post(address(talk, "delete", 2))

    theirs = page_of(sign_in(talk.mentor.user), talk)
    assert "Second" in theirs
    assert "First" not in theirs
    assert ", edited" in theirs
    assert "Deleted by its author" in theirs
    assert "/edit/" not in theirs


def test_a_change_that_comes_too_late_says_so_and_keeps_the_words(as_listener, talk):
    MessageFactory(conversation=talk, sent_at=timezone.now() - timedelta(minutes=16))

    edited = as_listener.post(address(talk, "edit", 1), {"body": "Better words"})
    deleted = as_listener.post(address(talk, "delete", 1))

    assert (edited.status_code, deleted.status_code) == (422, 422)
    assert "Better words" in edited.content.decode()
    assert "/edit/" not in page_of(as_listener, talk)


def test_the_message_of_the_other_person_is_not_mine_to_change(as_listener, talk):
    MessageFactory(conversation=talk, author=talk.mentor.user, sent_at=timezone.now())

    for name in ("edit", "delete"):
        assert as_listener.get(address(talk, name, 1)).status_code == 404
        assert as_listener.post(address(talk, name, 99)).status_code == 404
