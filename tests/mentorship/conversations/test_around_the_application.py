"""Ways round the application: the database keeps people apart in each of them (I13 to I15)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.safeguarding.models import Block, Clearance
from mentorship.models import Conversation, MentorProfile, Message, MessageRevision
from tests.conftest import NOW
from tests.factories.accounts import ClearanceFactory, UserFactory
from tests.factories.mentorship import ConversationFactory, MentorProfileFactory, MessageFactory

pytestmark = pytest.mark.django_db
TOMORROW = date.today() + timedelta(days=1)


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def line(talk, author, **more):
    talk.last_seq += 1
    return Message(
        conversation=talk, author=author, seq=talk.last_seq, body="Hi", sent_at=NOW, **more
    )


def people_of(talk):
    return [talk.mentor.user, talk.listener]


@pytest.fixture
def cleared_talk():
    """An adult who is cleared talks with a teen."""
    mentor = MentorProfileFactory()
    ClearanceFactory(user=mentor.user, cleared_until=date.today())
    return ConversationFactory(mentor=mentor, listener=UserFactory(teen=True), opened_at=NOW)


def end_the_clearance(talk):
    Clearance.objects.filter(user=talk.mentor.user).update(ended_at=NOW)


def let_it_run_out(talk):
    yesterday = date.today() - timedelta(days=1)
    Clearance.objects.filter(user=talk.mentor.user).update(cleared_until=yesterday)


def take_it_away(talk):
    sql("DELETE FROM accounts_clearance WHERE user_id = %s", talk.mentor.user_id)


def block_by_sql(talk):
    Block.objects.bulk_create([Block(blocker=talk.mentor.user, blocked=talk.listener, made_at=NOW)])


def block_by_the_other(talk):
    Block.objects.bulk_create([Block(blocker=talk.listener, blocked=talk.mentor.user, made_at=NOW)])


PARTINGS = [end_the_clearance, let_it_run_out, take_it_away, block_by_sql, block_by_the_other]
parted = pytest.mark.parametrize("part", PARTINGS, ids=lambda part: part.__name__)


@parted
@pytest.mark.parametrize("who", [0, 1])
def test_an_open_talk_takes_no_word_of_either_once_they_may_not_meet(cleared_talk, part, who):
    author = people_of(cleared_talk)[who]
    Message.objects.bulk_create([line(cleared_talk, author)])
    part(cleared_talk)

    refused(lambda: Message.objects.bulk_create([line(cleared_talk, author)]))
    refused(
        lambda: Message.objects.bulk_create([line(cleared_talk, author)], ignore_conflicts=True)
    )
    assert cleared_talk.messages.count() == 1


@parted
def test_a_word_that_was_said_takes_no_other_words_but_can_be_taken_away(cleared_talk, part):
    said = MessageFactory(conversation=cleared_talk, sent_at=NOW)
    rows = Message.objects.filter(pk=said.pk)
    rows.update(body="Hello", edited_at=NOW)
    part(cleared_talk)

    refused(lambda: rows.update(body="Write to me elsewhere", edited_at=NOW))
    refused(lambda: sql("UPDATE mentorship_message SET body = 'x' WHERE id = %s", said.pk))

    assert rows.update(body="", deleted_at=NOW) == 1
    MessageRevision.objects.create(message=said, body="Hello", replaced_at=NOW)


@pytest.mark.parametrize(("mentor", "listener"), [("adult", "adult"), ("teen", "teen")])
@pytest.mark.parametrize("mover", [0, 1])
def test_a_talk_takes_no_word_after_one_of_the_two_moved_to_the_other_space(
    mentor, listener, mover
):
    talk = ConversationFactory(
        mentor=MentorProfileFactory(user__band=mentor), listener=UserFactory(band=listener)
    )
    moved = people_of(talk)[mover]
    sql(
        "UPDATE accounts_user SET band = %s WHERE id = %s",
        {"teen": "adult", "adult": "teen"}[moved.band],
        moved.pk,
    )

    for author in people_of(talk):
        refused(lambda author=author: Message.objects.bulk_create([line(talk, author)]))


@parted
def test_a_finished_talk_is_not_opened_again(cleared_talk, part):
    rows = Conversation.objects.filter(pk=cleared_talk.pk)
    rows.update(closed_at=NOW, moved_at=NOW)
    part(cleared_talk)

    refused(lambda: rows.update(closed_at=None))
    refused(
        lambda: Conversation.objects.bulk_update(
            [Conversation(pk=cleared_talk.pk, closed_at=None)], ["closed_at"]
        )
    )
    assert not Conversation.objects.filter(closed_at=None).exists()


def test_many_talks_at_once_are_each_judged():
    mentor = MentorProfileFactory()
    rows = [
        ConversationFactory.build(mentor=mentor, listener=listener, opened_at=NOW)
        for listener in (UserFactory(), UserFactory(teen=True))
    ]

    refused(lambda: Conversation.objects.bulk_create(rows))
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(("band", "space"), [("adult", "teen"), ("teen", "adult"), ("adult", "")])
def test_a_talk_is_in_the_space_of_its_listener(band, space):
    people = {"mentor": MentorProfileFactory(user__band=band), "listener": UserFactory(band=band)}

    refused(lambda: ConversationFactory(space=space, **people))


def test_a_message_is_not_moved_to_another_talk_nor_to_another_author(cleared_talk):
    said = MessageFactory(conversation=cleared_talk, sent_at=NOW)
    other = ConversationFactory()
    rows = Message.objects.filter(pk=said.pk)

    refused(lambda: rows.update(conversation=other))
    refused(lambda: rows.update(author=cleared_talk.mentor.user))
    refused(lambda: rows.update(author=None))


def test_a_profile_is_not_given_to_somebody_else_with_its_talks(cleared_talk):
    profiles = MentorProfile.objects.filter(pk=cleared_talk.mentor_id)

    refused(lambda: profiles.update(user=UserFactory()))
    assert profiles.update(capacity=4) == 1


def test_an_insert_that_would_replace_a_row_is_judged(cleared_talk):
    said = MessageFactory(conversation=cleared_talk, sent_at=NOW)
    end_the_clearance(cleared_talk)
    again = line(cleared_talk, cleared_talk.listener)
    again.pk, again.body = said.pk, "Write to me elsewhere"

    refused(
        lambda: Message.objects.bulk_create(
            [again], update_conflicts=True, unique_fields=["id"], update_fields=["body"]
        )
    )


def test_a_clearance_does_not_go_over_to_a_teen():
    clearance = ClearanceFactory(cleared_until=TOMORROW)
    rows = Clearance.objects.filter(pk=clearance.pk)

    refused(lambda: rows.update(user=UserFactory(teen=True)))


def test_an_ended_clearance_does_not_come_back_for_somebody_who_is_a_teen_now():
    person = UserFactory()
    ended = ClearanceFactory(user=person, cleared_until=TOMORROW, ended_at=NOW)
    gone = ClearanceFactory(user=person, cleared_until=date.today() - timedelta(days=1))
    sql("UPDATE accounts_user SET band = 'teen' WHERE id = %s", person.pk)

    refused(lambda: Clearance.objects.filter(pk=ended.pk).update(ended_at=None))
    refused(lambda: Clearance.objects.filter(pk=gone.pk).update(cleared_until=TOMORROW))
    assert Clearance.objects.filter(pk=gone.pk).update(ended_at=NOW) == 1
