"""One person blocks another: both are gone for each other, everywhere and at once."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.moderation.models import Report
from accounts.safeguarding.errors import NotOneself
from accounts.safeguarding.models import Block
from accounts.safeguarding.operations import lift_block
from config.live.models import LiveKey
from config.live.registry import Reader
from mentorship.conversations.errors import ManyAtOnce, MayNotGoOn
from mentorship.conversations.models import Conversation, Draft
from mentorship.conversations.operations import block_person, finish, open_conversation, say
from mentorship.conversations.views import safety
from mentorship.profiles.errors import MayNotWrite
from mentorship.profiles.querysets import may_write
from mentorship.queue.receivers import admit
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentor():
    at = timezone.now()
    return MentorProfileFactory(
        user__username="quiet_moon", here_until=at + timedelta(hours=1), seen_at=at
    )


@pytest.fixture
def talk(listener, mentor):
    talk = ConversationFactory(mentor=mentor, listener=listener)
    MessageFactory(conversation=talk)
    return talk


def block(by, person):
    block_person(by=by, person=person, at=NOW)


def both_ways(listener, mentor):
    return [(listener, mentor.user), (mentor.user, listener)]


@pytest.mark.parametrize("way", [0, 1], ids=["by the listener", "by the mentor"])
def test_neither_sees_the_other_or_their_chat(sign_in, listener, mentor, talk, way):
    block(*both_ways(listener, mentor)[way])

    for viewer in (listener, mentor.user):
        client = sign_in(viewer)
        assert client.get(talk.get_absolute_url()).status_code == 404
        assert (
            str(talk.public_id) not in client.get(reverse("conversations:chats")).content.decode()
        )
        assert client.get(reverse("conversations:unread")).json() == {"total": 0, "chats": {}}
    client = sign_in(listener)
    profile = client.get(mentor.get_absolute_url())
    missing = client.get("/mentors/nobody_at_all/")
    assert (profile.status_code, missing.status_code) == (404, 404)
    for page in ("queue:live-list", "directory:mentors", "home"):
        assert "quiet_moon" not in client.get(reverse(page), follow=True).content.decode()
    found = client.get(reverse("directory:mentors"), {"q": "quiet_moon"}).content.decode()
    assert "/mentors/quiet_moon/" not in found


def test_others_see_both_as_before(as_listener, sign_in, mentor, talk):
    outsider = UserFactory()
    block(talk.listener, mentor.user)

    assert sign_in(outsider).get(mentor.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("way", [0, 1], ids=["by the listener", "by the mentor"])
def test_the_open_talk_is_closed_and_its_place_free(listener, mentor, talk, way):
    Draft.objects.create(author=listener, mentor=mentor, body="Hello", saved_at=NOW)
    by, person = both_ways(listener, mentor)[way]

    block(by, person)

    talk.refresh_from_db()
    mentor.refresh_from_db()
    assert (talk.closed_at, talk.closed_by) == (NOW, "block")
    assert mentor.active_count == 0
    assert not Draft.objects.exists()


@pytest.mark.parametrize("way", [0, 1], ids=["by the listener", "by the mentor"])
def test_nothing_can_be_written_from_then_on(listener, mentor, talk, way):
    block(*both_ways(listener, mentor)[way])

    assert "H5" in may_write(listener, mentor, at=NOW)
    with pytest.raises(MayNotWrite):
        open_conversation(
            listener=listener, mentor=mentor, note="Hi", client_id=uuid.uuid4(), at=NOW
        )
    for author in (listener, mentor.user):
        with pytest.raises(MayNotGoOn):
            say(conversation=talk, author=author, body="Hi", client_id=uuid.uuid4(), at=NOW)
    assert talk.messages.count() == 1


@pytest.mark.parametrize("way", [0, 1], ids=["by the listener", "by the mentor"])
def test_the_stream_hides_the_row(listener, mentor, way):
    block(*both_ways(listener, mentor)[way])

    seen = admit("queue:adult", Reader(str(listener.public_id), "en", listener))
    other = UserFactory()

    assert seen.hidden == {str(mentor.public_id)}
    assert admit("queue:adult", Reader(str(other.public_id), "en", other)).hidden == frozenset()


def test_open_pages_of_both_are_looked_at_again(
    listener, mentor, talk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        block(listener, mentor.user)

    touched = set(LiveKey.objects.values_list("channel", "key"))
    for person in (listener, mentor.user):
        assert (f"person:{person.public_id}", "rights") in touched
        assert (f"person:{person.public_id}", f"chat:{talk.public_id}") in touched


def test_blocking_twice_is_blocking_once(listener, mentor):
    block(listener, mentor.user)
    block(listener, mentor.user)

    assert Block.objects.count() == 1


def test_nobody_blocks_themselves(listener):
    with pytest.raises(NotOneself):
        block(listener, listener)


def test_unblocking_brings_the_chat_back_to_be_read(as_listener, listener, mentor, talk):
    block(listener, mentor.user)
    made = Block.objects.get()

    response = as_listener.post(reverse("people:unblock", args=[made.public_id]), follow=True)

    assert "Unblocked" in response.content.decode()
    page = as_listener.get(talk.get_absolute_url())
    assert page.status_code == 200
    assert "You can read this chat, but not write in it any more." in page.content.decode()
    assert "data-composer" not in page.content.decode()
    assert not Conversation.objects.open().exists()


@pytest.mark.parametrize("was_finished", [False, True])
@pytest.mark.parametrize("way", [0, 1], ids=["by the listener", "by the mentor"])
def test_after_it_neither_writes_in_the_old_chat(listener, mentor, talk, way, was_finished):
    if was_finished:
        finish(conversation=talk, by=listener, at=NOW)
    by, person = both_ways(listener, mentor)[way]
    block(by, person)
    lift_block(Block.objects.get(), by=by)

    for author in (listener, mentor.user):
        with pytest.raises(MayNotGoOn) as refusal:
            say(conversation=talk, author=author, body="Hi", client_id=uuid.uuid4(), at=NOW)
        assert refusal.value.codes == ("only-read",)
    talk.refresh_from_db()
    assert (talk.is_open, talk.messages.count()) == (False, 1)


def test_after_it_a_first_note_begins_a_new_chat(as_listener, listener, mentor, talk):
    block(mentor.user, listener)
    lift_block(Block.objects.get(), by=mentor.user)
    page = as_listener.get(talk.get_absolute_url()).content.decode()
    assert reverse("conversations:message-mentor", args=["quiet_moon"]) in page

    facts = {"note": "Hi again", "client_id": uuid.uuid4(), "at": timezone.now()}
    new = open_conversation(listener=listener, mentor=mentor, **facts)

    assert new.pk != talk.pk
    talk.refresh_from_db()
    assert (talk.is_open, talk.messages.count()) == (False, 1)


def test_while_both_have_blocked_one_lifting_is_not_enough(listener, mentor, talk):
    block(listener, mentor.user)
    block(mentor.user, listener)

    assert lift_block(Block.objects.get(blocker=listener), by=listener)

    assert not Conversation.objects.visible_to(listener).exists()
    assert not lift_block(Block.objects.get(), by=listener)


def test_whom_one_has_blocked_can_still_be_reported_and_nobody_else(sign_in, listener, mentor):
    block(listener, mentor.user)
    client, other = sign_in(listener), sign_in(mentor.user)
    address = reverse("conversations:report", args=["quiet_moon"])
    assert address in client.get(reverse("people:blocks")).content.decode()

    assert client.post(address, {"category": "unkind"}).status_code == 302
    assert Report.objects.get().about == mentor.user
    back = reverse("conversations:report", args=[listener.username])
    assert other.get(back).status_code == 404


def test_only_the_blocker_sees_and_lifts_a_block(sign_in, listener, mentor):
    block(listener, mentor.user)
    client = sign_in(mentor.user)

    made = Block.objects.get()
    assert client.post(reverse("people:unblock", args=[made.public_id])).status_code == 404
    assert "blocked nobody" in client.get(reverse("people:blocks")).content.decode()


def test_the_page_asks_once_and_blocks(as_listener, listener, mentor):
    address = reverse("conversations:block", args=["quiet_moon"])

    assert "is not told" in as_listener.get(address).content.decode()
    response = as_listener.post(address)

    assert response["Location"] == reverse("conversations:chats")
    assert Block.objects.get().blocked == mentor.user
    assert as_listener.get(address).status_code == 404


def test_words_that_were_sent_into_a_chat_that_is_gone_are_shown_to_copy(sign_in, listener, talk):
    client = sign_in(talk.mentor.user)
    gone, missing = (
        talk.get_absolute_url(),
        reverse("conversations:conversation", args=[uuid.uuid4()]),
    )
    block(listener, talk.mentor.user)
    words = {"body": "I thought about it for long.", "client_id": str(uuid.uuid4())}

    pages = [client.post(path, words) for path in (gone, missing)]

    assert [page.status_code for page in pages] == [404, 404]
    for page in pages:
        assert page.content.decode().count("I thought about it for long.") == 1


def test_where_others_hold_the_row_the_page_says_so(as_listener, mentor, monkeypatch):
    def waited(**_facts):
        raise ManyAtOnce

    monkeypatch.setattr(safety, "block_person", waited)

    page = as_listener.post(reverse("conversations:block", args=["quiet_moon"]))

    assert page.status_code == 503
    assert str(ManyAtOnce.message) in page.content.decode()


def test_a_mentor_blocks_a_listener_from_the_chat(sign_in, listener, mentor, talk):
    client = sign_in(mentor.user)
    address = reverse("conversations:block", args=[listener.username])

    assert address in client.get(talk.get_absolute_url()).content.decode()
    client.post(address)

    assert Block.objects.get().blocker == mentor.user


def test_somebody_one_does_not_know_of_cannot_be_blocked(as_listener):
    stranger = UserFactory()

    assert as_listener.get(f"/people/{stranger.username}/block/").status_code == 404
    assert as_listener.get("/people/nobody_at_all/block/").status_code == 404
