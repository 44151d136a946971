"""The list of my chats: whose turn, unread, the last line, mine first."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.conversations.operations import mark_read
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MessageFactory

pytestmark = pytest.mark.django_db

CHATS = "/chats/"


def order_of(page):
    return re.findall(r'data-thread="([^"]+)"', page)


def test_the_address_is_short():
    assert reverse("conversations:chats") == CHATS


def test_a_stranger_is_sent_to_the_login(client):
    for url in (CHATS, "/chats/unread/"):
        assert client.get(url)["Location"] == f"{reverse('account_login')}?next={url}"


def test_other_methods_are_refused(as_listener):
    assert as_listener.post(CHATS).status_code == 405
    assert as_listener.post("/chats/unread/").status_code == 405


def test_nothing_yet_leads_to_who_is_here(as_listener):
    ConversationFactory()  # of other people

    page = as_listener.get(CHATS).content.decode()

    assert "No chats yet" in page
    assert order_of(page) == []


def test_mine_come_first_then_theirs_then_the_finished_ones(as_listener, listener):
    now = timezone.now()
    theirs = ConversationFactory(listener=listener, turn="mentor", moved_at=now)
    done = ConversationFactory(listener=listener, turn="", closed_at=now, moved_at=now)
    mine = ConversationFactory(listener=listener, turn="listener", moved_at=now - timedelta(days=3))
    as_mentor = ConversationFactory(
        mentor__user=listener, turn="mentor", moved_at=now - timedelta(days=4)
    )

    page = as_listener.get(CHATS).content.decode()

    assert order_of(page) == [str(talk.public_id) for talk in (mine, as_mentor, theirs, done)]
    assert page.count("<strong>Your turn</strong>") == 2


def test_a_chat_shows_its_last_line_and_what_is_unread(as_listener, listener):
    talk = ConversationFactory(listener=listener)
    MessageFactory(conversation=talk, author=talk.mentor.user, body="First <b>line</b>")
    MessageFactory(conversation=talk, author=talk.mentor.user, body="Last <b>line</b>")
    mark_read(conversation=talk, reader=listener, seq=1)

    page = as_listener.get(CHATS).content.decode()

    assert "Last &lt;b&gt;line&lt;/b&gt;" in page
    assert "First" not in page
    assert re.search(r"data-unread><span data-number>1</span>", page)
    assert "<title>(1) Chats" in page


def test_the_page_of_chats_goes_on(as_listener, listener):
    ConversationFactory.create_batch(30, listener=listener)

    assert len(order_of(as_listener.get(CHATS).content.decode())) == 24
    assert len(order_of(as_listener.get(CHATS, {"page": 2}).content.decode())) == 6


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_costs_the_same_for_any_number_of_chats(sign_in, rows, django_assert_num_queries):
    listener = UserFactory()
    for talk in ConversationFactory.create_batch(rows, listener=listener):
        MessageFactory(conversation=talk, author=talk.mentor.user)
    client = sign_in(listener)

    client.get(CHATS)  # the first page of a session also notes the device

    with django_assert_num_queries(7):
        client.get(CHATS)
