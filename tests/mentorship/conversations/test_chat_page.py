"""Reading a chat on its page, without script."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorship.conversations.models import Message, ReadMark
from mentorship.conversations.operations import finish, mark_read
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MessageFactory

pytestmark = pytest.mark.django_db

PAGES = {
    "conversation": ("GET", "POST"),
    "rows": ("GET",),
    "read": ("POST",),
    "draft": ("POST",),
    "pass-on": ("POST",),
    "finish-chat": ("GET", "POST"),
    "edit": ("GET", "POST"),
    "delete": ("GET", "POST"),
}


def address(talk, name="conversation", *more):
    return reverse(f"conversations:{name}", args=[getattr(talk, "public_id", talk), *more])


def address_of_any(talk, name):
    return address(talk, name, *([1] if name in {"edit", "delete"} else []))


def post(client, talk, body="Hello", client_id=None, **headers):
    fields = {"body": body, "client_id": client_id or uuid.uuid4()}
    return client.post(address(talk), fields, headers=headers)


@pytest.fixture
def talk(listener):
    return ConversationFactory(listener=listener)


def without_tokens(response):
    """The body less what is drawn anew for each answer."""
    return re.sub(
        r'"x-csrftoken": "[^"]*"|(value|content|data-(?:seen|at|for))="[^"]*"',
        "",
        response.content.decode(),
    )


def page_of(client, talk, **query):
    return client.get(address(talk), query).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_strangers_outsiders_and_other_methods(client, sign_in, talk, name):
    MessageFactory(conversation=talk, sent_at=timezone.now())
    url, method = address_of_any(talk, name), PAGES[name][0].lower()

    stranger = getattr(client, method)(url)
    assert stranger["Location"] == f"{reverse('account_login')}?next={url}"

    outsider = sign_in(UserFactory(coordinator=True, moderator=True))
    hidden = getattr(outsider, method)(url)
    missing = getattr(outsider, method)(address_of_any(uuid.uuid4(), name))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without_tokens(hidden) == without_tokens(missing)

    wrong = {"GET", "POST", "PUT"} - set(PAGES[name])
    owner = sign_in(talk.listener)
    assert {getattr(owner, verb.lower())(url).status_code for verb in wrong} == {405}


def test_both_people_read_the_chat(sign_in, talk):
    MessageFactory(conversation=talk, body="A hard chat")

    for person in (talk.listener, talk.mentor.user):
        response = sign_in(person).get(address(talk))
        assert response.status_code == 200
        assert "A hard chat" in response.content.decode()


def test_what_people_write_is_shown_as_text(as_listener, talk):
    MessageFactory(conversation=talk, body="<script>alert(1)</script>\n\n<img src=x onerror=y>")

    page = page_of(as_listener, talk)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_words_run_in_the_direction_of_their_own_script(as_listener, talk):
    MessageFactory(conversation=talk, body="שלום!\n\nHello!")

    page = page_of(as_listener, talk)

    assert '<p dir="auto">שלום!</p><p dir="auto">Hello!</p>' in page
    assert re.search(r'<textarea[^>]* dir="auto"', page)


def test_nothing_says_what_others_have_read(sign_in, as_listener, talk):
    post(as_listener, talk)
    before = without_tokens(as_listener.get(address(talk)))

    sign_in(talk.mentor.user).get(address(talk))

    assert ReadMark.objects.filter(reader=talk.mentor.user).exists()
    assert without_tokens(as_listener.get(address(talk))) == before


def test_it_says_whose_turn_it_is(as_listener, sign_in, talk):
    assert "<strong>Their turn</strong> since" in page_of(as_listener, talk)
    mine = page_of(sign_in(talk.mentor.user), talk)
    assert "<strong>Your turn</strong> since" in mine
    assert "Nothing for me to do" in mine


def test_new_lines_of_the_other_person_stand_below_a_divider_once(as_listener, talk):
    MessageFactory.create_batch(2, conversation=talk, author=talk.mentor.user)
    mark_read(conversation=talk, reader=talk.listener, seq=1)

    first, second = page_of(as_listener, talk), page_of(as_listener, talk)

    assert first.count('id="unread"') == 1
    assert first.index('id="m-1"') < first.index('id="unread"') > first.index('id="m-2"')
    assert 'id="unread"' not in second


def test_older_messages_come_on_demand(as_listener, talk):
    MessageFactory.create_batch(120, conversation=talk)

    newest = page_of(as_listener, talk)
    assert re.findall(r'id="m-(\d+)"', newest) == [str(n) for n in range(71, 121)]
    assert "?before=71" in newest

    older = page_of(as_listener, talk, before=71)
    assert re.findall(r'id="m-(\d+)"', older) == [str(n) for n in range(21, 71)]

    part = as_listener.get(address(talk), {"before": 21}, headers={"HX-Request": "true"})
    assert re.findall(r'id="m-(\d+)"', part.content.decode()) == [str(n) for n in range(1, 21)]
    assert "<html" not in part.content.decode()
    assert "?before=" not in part.content.decode()


def test_reading_what_is_old_marks_nothing_as_read(as_listener, talk):
    MessageFactory.create_batch(60, conversation=talk, author=talk.mentor.user)

    page_of(as_listener, talk, before=20)

    assert not ReadMark.objects.exists()


@pytest.mark.parametrize("number", ["x", "-1", "0", "9" * 30, "²"])
def test_a_number_that_is_none_is_no_error(as_listener, talk, number):
    MessageFactory(conversation=talk)

    assert as_listener.get(address(talk), {"before": number}).status_code == 200
    for known in ("after", "since"):
        assert as_listener.get(address(talk, "rows"), {known: number}).status_code == 200
    assert as_listener.post(address(talk, "read"), {"seq": number}).status_code == 204


def test_days_and_times_are_on_the_clock_of_the_viewer(sign_in):
    talk = ConversationFactory(listener__time_zone="Asia/Tokyo")
    at = datetime(2026, 1, 10, 23, 30, tzinfo=UTC)
    MessageFactory(conversation=talk, sent_at=at)

    assert "Sunday 11 January 2026" in page_of(sign_in(talk.listener), talk)
    assert ">08:30</time>" in page_of(sign_in(talk.listener), talk)
    assert "Saturday 10 January 2026" in page_of(sign_in(talk.mentor.user), talk)


def test_rows_after_a_number_are_the_new_ones_and_the_changed_ones(as_listener, talk):
    MessageFactory.create_batch(4, conversation=talk)
    changed = Message.objects.get(seq=1)
    changed.edited_at = timezone.now()
    changed.save()

    rows = as_listener.get(address(talk, "rows"), {"after": 3}).content.decode()

    assert re.findall(r'id="m-(\d+)"', rows) == ["1", "4"]
    assert "data-turn" in rows
    assert not ReadMark.objects.exists()


def test_a_page_that_was_away_asks_for_what_changed_since(as_listener, talk):
    now = timezone.now()
    MessageFactory.create_batch(3, conversation=talk, sent_at=now - timedelta(hours=3))
    Message.objects.filter(seq=2).update(edited_at=now - timedelta(hours=2))

    def rows(hours):
        known = {"after": 3, "since": int((now - timedelta(hours=hours)).timestamp())}
        answer = as_listener.get(address(talk, "rows"), known).content.decode()
        return re.findall(r'id="m-(\d+)"', answer)

    assert rows(hours=2.5) == ["2"]
    assert rows(hours=1) == []


def test_an_open_page_hears_that_the_chat_was_finished(as_listener, talk):
    MessageFactory(conversation=talk, author=talk.listener, sent_at=timezone.now())
    assert "finish/" in as_listener.get(address(talk, "rows")).content.decode()

    finish(conversation=talk, by=talk.mentor.user, at=timezone.now())

    rows = as_listener.get(address(talk, "rows")).content.decode()
    assert "finish/" not in rows
    assert "A new message opens it again" in rows


def test_links_to_change_a_message_know_for_how_long(as_listener, talk):
    old = timezone.now() - timedelta(minutes=14)
    MessageFactory(conversation=talk, author=talk.listener, sent_at=old)

    assert 50 < int(re.search(r'data-for="(\d+)"', page_of(as_listener, talk))[1]) <= 60


def test_the_chats_beside_an_open_one_are_a_part_of_their_own(as_listener, listener, talk):
    MessageFactory(conversation=ConversationFactory(listener=listener), body="Newer words")

    part = as_listener.get(reverse("conversations:chats"), {"beside": talk.public_id})

    words = part.content.decode()
    assert "<html" not in words
    assert "Newer words" in words
    assert words.count('aria-current="true"') == 1
    assert as_listener.get(reverse("conversations:chats"), {"beside": "x"}).status_code == 200


def test_a_changed_line_repeats_no_day_and_takes_none_away(as_listener, talk):
    MessageFactory.create_batch(6, conversation=talk)
    Message.objects.filter(seq=4).update(edited_at=timezone.now())

    rows = as_listener.get(address(talk, "rows"), {"after": 5}).content.decode()

    assert re.findall(r'id="m-(\d+)"', rows) == ["4", "6"]
    assert 'class="day"' not in rows


def test_reading_is_noted_by_the_open_page(as_listener, talk):
    MessageFactory.create_batch(2, conversation=talk, author=talk.mentor.user)

    assert as_listener.get(reverse("conversations:unread")).json() == {
        "total": 2,
        "chats": {str(talk.public_id): 2},
    }
    as_listener.post(address(talk, "read"), {"seq": 2})
    assert as_listener.get(reverse("conversations:unread")).json() == {"total": 0, "chats": {}}


def test_the_sample_says_that_an_answer_is_not_by_hand(as_listener, talk):
    MessageFactory(conversation=talk, author=talk.mentor.user, is_automatic=True)

    assert "sample mentor" in page_of(as_listener, talk)


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_a_chat_costs_the_same_for_any_number_of_rows(
    as_listener, listener, talk, rows, django_assert_num_queries
):
    lines = MessageFactory.build_batch(rows, conversation=talk, author=talk.mentor.user)
    Message.objects.bulk_create(lines)
    ConversationFactory.create_batch(min(rows, 30), listener=listener)

    as_listener.get("/chats/")  # the first page of a session also notes the device

    with django_assert_num_queries(12):  # with the savepoint and two queries of the read mark
        as_listener.get(address(talk))
    with django_assert_num_queries(8):
        as_listener.get(address(talk))
