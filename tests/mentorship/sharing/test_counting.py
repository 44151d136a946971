"""What came of a link: opened, signed in, wrote, got an answer; every person once."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from mentorship.conversations.operations import say
from mentorship.models import Arrival, Conversation, Source, SourceDay
from mentorship.sharing.rules import is_a_visit
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, SourceFactory
from tests.mentorship.queue.people import here, key

pytestmark = pytest.mark.django_db

ASK = "/ask/"
BROWSER = {"sec_fetch_dest": "document"}
BY = {"from": "after-chat"}


@pytest.fixture
def source():
    return SourceFactory(code="after-chat")


def counts(source):
    found = Source.objects.with_counts().get(pk=source.pk)
    return (
        found.visit_count,
        found.arrival_count,
        found.new_count,
        found.sent_count,
        found.talk_count,
    )


def write(client, mentor):
    words = {"mentor": key(mentor), "body": "Hi.", "client_id": str(uuid.uuid4())}
    return client.post(f"{ASK}?from=after-chat", words)


def answer(talk):
    say(
        conversation=talk,
        author=talk.mentor.user,
        body="Hello.",
        client_id=uuid.uuid4(),
        at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("destination", "purpose", "counts"),
    [
        ("document", "", True),
        ("document", "prefetch;prerender", False),
        ("iframe", "", False),
        ("empty", "", False),
        ("", "", False),
    ],
)
def test_only_a_page_that_a_person_opens_is_a_visit(destination, purpose, counts):
    assert is_a_visit(destination=destination, purpose=purpose) is counts


def test_a_stranger_is_counted_once_in_one_browser(client, source):
    for _ in range(3):
        client.get(ASK, BY, headers=BROWSER)

    assert counts(source) == (1, 0, 0, 0, 0)


def test_strangers_of_one_day_are_one_row(client, source):
    for _ in range(3):
        client.cookies.clear()
        client.get(ASK, BY, headers=BROWSER)

    assert SourceDay.objects.get(source=source).visit_count == 3
    assert counts(source) == (3, 0, 0, 0, 0)


@pytest.mark.parametrize("method", ["get", "head"])
def test_robots_leave_no_row(client, source, method):
    headers = {} if method == "get" else BROWSER

    response = getattr(client, method)(ASK, BY, headers=headers)

    assert response.cookies.get("came-by") is None
    assert SourceDay.objects.count() == 0


def test_a_mark_that_nobody_made_leaves_no_row(client, as_listener):
    client.get(ASK, {"from": "guessed"}, headers=BROWSER)
    as_listener.get(ASK, {"from": "guessed"})

    assert (Source.objects.count(), SourceDay.objects.count()) == (0, 0)


@pytest.mark.parametrize("code", ["frame", "badge"])
def test_the_frame_and_the_badge_need_not_be_declared(client, as_listener, code):
    client.get(ASK, {"from": code}, headers=BROWSER)
    as_listener.get(ASK, {"from": code})

    assert counts(Source.objects.get(code=code)) == (2, 1, 0, 0, 0)


def test_somebody_signed_in_is_counted_once(as_listener, source):
    for _ in range(2):
        as_listener.get(ASK, BY)

    assert counts(source) == (1, 1, 0, 0, 0)
    assert Arrival.objects.count() == 1


def test_a_stranger_who_signs_in_is_still_one_person(client, source):
    client.get(ASK, BY, headers=BROWSER)
    client.force_login(UserFactory())
    client.get(ASK, BY, headers=BROWSER)

    assert counts(source) == (1, 1, 0, 0, 0)


def test_who_signed_up_on_the_way_is_new(client, source):
    client.get(ASK, BY, headers=BROWSER)
    client.force_login(UserFactory(joined_at=timezone.now() - timedelta(minutes=5)))
    client.get(ASK, BY)

    assert counts(source) == (1, 1, 1, 0, 0)


def test_a_first_message_and_its_answer_are_counted_for_the_link(as_listener, listener, source):
    mentor = here()
    as_listener.get(ASK, BY)

    write(as_listener, mentor)
    after_writing = counts(source)
    answer(Conversation.objects.get(listener=listener))

    assert after_writing == (1, 1, 0, 1, 0)
    assert counts(source) == (1, 1, 0, 1, 1)


def test_a_second_message_by_the_link_is_the_same_person(as_listener, source):
    for mentor in (here(), here()):
        write(as_listener, mentor)

    assert counts(source) == (1, 1, 0, 1, 0)


def test_what_comes_by_no_link_or_by_another_is_not_counted(as_listener, sign_in, source):
    other = SourceFactory(code="elsewhere")
    as_listener.post(
        f"{ASK}?from=elsewhere",
        {"mentor": key(here()), "body": "Hi.", "client_id": str(uuid.uuid4())},
    )
    ConversationFactory()
    sign_in(UserFactory()).get(ASK)

    assert counts(source) == (0, 0, 0, 0, 0)
    assert counts(other) == (1, 1, 0, 1, 0)


def test_an_answer_of_before_is_no_answer_to_this_message(as_listener, listener, source):
    mentor = here()
    talk = ConversationFactory(
        listener=listener,
        mentor=mentor,
        opened_at=timezone.now() - timedelta(days=3),
        moved_at=timezone.now() - timedelta(days=3),
    )
    answer(talk)
    Conversation.objects.filter(pk=talk.pk).update(
        closed_at=timezone.now(), closed_by="mentor", turn=""
    )

    write(as_listener, mentor)
    before = counts(source)
    answer(Conversation.objects.get(pk=talk.pk))

    assert before == (1, 1, 0, 1, 0)
    assert counts(source) == (1, 1, 0, 1, 1)


def test_a_refused_message_counts_nothing(as_listener, source):
    as_listener.post(f"{ASK}?from=after-chat", {"body": "Hi."})

    assert counts(source) == (0, 0, 0, 0, 0)
