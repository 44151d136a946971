"""The least valid rows of mentorship; traits are adjectives."""

import hashlib
from datetime import timedelta

import factory

from mentorship.models import (
    Banner,
    Conversation,
    MentorProfile,
    Message,
    Source,
    Topic,
    TopicStrength,
    Track,
)
from tests.factories.accounts import NOW, ClearanceFactory, UserFactory


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name = factory.LazyAttribute(lambda topic: topic.slug.replace("-", " ").capitalize())


class TrackFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Track

    slug = factory.Sequence(lambda n: f"track-{n}")
    name = factory.LazyAttribute(lambda track: track.slug.replace("-", " ").capitalize())


class MentorProfileFactory(factory.django.DjangoModelFactory):
    """An approved mentor of adults who accepts, without a here-now window."""

    class Meta:
        model = MentorProfile
        skip_postgeneration_save = True

    class Params:
        here = factory.Trait(here_until=NOW + timedelta(hours=1), seen_at=NOW)
        reachable = factory.Trait(
            here_until=NOW + timedelta(hours=1), seen_at=NOW - timedelta(hours=1)
        )
        cleared = factory.Trait(
            clearance=factory.RelatedFactory(ClearanceFactory, user=factory.SelfAttribute("..user"))
        )
        full = factory.Trait(
            capacity=1,
            active_count=1,
            held=factory.RelatedFactory("tests.factories.mentorship.ConversationFactory", "mentor"),
        )

    user = factory.SubFactory(UserFactory)
    approved_at = NOW - timedelta(days=60)
    capacity = 3
    headline = "Calm company after hard chats."


class TopicStrengthFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TopicStrength

    profile = factory.SubFactory(MentorProfileFactory)
    topic = factory.SubFactory(TopicFactory)
    strength = 1.0


class ConversationFactory(factory.django.DjangoModelFactory):
    """An open conversation that waits on the mentor, without messages."""

    class Meta:
        model = Conversation

    mentor = factory.SubFactory(MentorProfileFactory)
    listener = factory.SubFactory(UserFactory)
    space = factory.LazyAttribute(lambda talk: talk.listener.band)
    opened_at = NOW - timedelta(hours=1)
    turn = "mentor"
    turn_since = NOW - timedelta(hours=1)
    moved_at = NOW - timedelta(hours=1)


class MessageFactory(factory.django.DjangoModelFactory):
    """The next message of its conversation, by the listener unless said otherwise."""

    class Meta:
        model = Message

    conversation = factory.SubFactory(ConversationFactory)
    author = factory.LazyAttribute(lambda message: message.conversation.listener)
    body = "Hi, I am new and a bit nervous."
    body_hash = factory.LazyAttribute(
        lambda message: hashlib.sha256(message.body.encode()).hexdigest()
    )
    sent_at = NOW - timedelta(hours=1)

    @factory.lazy_attribute
    def seq(self):
        self.conversation.last_seq += 1
        self.conversation.save(update_fields=["last_seq"])
        return self.conversation.last_seq


class BannerFactory(factory.django.DjangoModelFactory):
    """A banner for both spaces that began an hour before NOW and ends a day after it."""

    class Meta:
        model = Banner

    text = "Two new topics this week."
    from_at = NOW - timedelta(hours=1)
    until_at = NOW + timedelta(days=1)
    made_by = factory.SubFactory(UserFactory, coordinator=True)
    made_at = NOW - timedelta(hours=2)


class SourceFactory(factory.django.DjangoModelFactory):
    """A link of the host."""

    class Meta:
        model = Source

    code = factory.Sequence(lambda n: f"place-{n}")
    made_at = NOW - timedelta(days=30)
