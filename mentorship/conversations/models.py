"""Conversations and what is said in them, as the database keeps them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.kit.bounds import bounded
from mentorship.conversations.querysets import ConversationQuerySet, MessageQuerySet

MESSAGE_MAX_LENGTH = 4000
DRAFT_MAX_LENGTH = 20_000  # more than may be sent, so that too long a text is kept to be shortened


class Side(models.TextChoices):
    MENTOR = "mentor", _("mentor")
    LISTENER = "listener", _("listener")


class ClosedBy(models.TextChoices):
    """How a conversation ended; one that a block ended is for ever only read."""

    MENTOR = Side.MENTOR.value, Side.MENTOR.label
    LISTENER = Side.LISTENER.value, Side.LISTENER.label
    BLOCK = "block", _("a block")


class Conversation(models.Model):
    """A talk between one mentor and one listener, open until somebody finishes it.

    `last_seq` numbers the messages densely; `turn` says on whom it waits since
    `turn_since`, and is empty when nobody has anything to do. `moved_at` is the
    last message by a person, which decides whether a place is held.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mentor = models.ForeignKey(
        "mentorship.MentorProfile", models.PROTECT, related_name="conversations"
    )
    listener = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mentor_conversations"
    )
    space = models.CharField(max_length=5)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=8, choices=ClosedBy, blank=True)
    last_seq = models.PositiveIntegerField(default=0)
    turn = models.CharField(max_length=8, choices=Side, blank=True)
    turn_since = models.DateTimeField()
    moved_at = models.DateTimeField()
    first_reply_at = models.DateTimeField(null=True, blank=True)
    imported_talk = models.CharField(max_length=40, null=True, blank=True, unique=True)
    mentor_message_count = models.PositiveIntegerField(default=0)
    listener_message_count = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=12, blank=True)

    # Annotated by the query set: with_unread_for, with_last_line, with_own_state.
    unread_count: int
    last_author: int | None
    own_read_seq: int
    own_draft: str
    mentor_is_cleared: bool

    objects = ConversationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["mentor", "-moved_at"], name="conversation_by_mentor"),
            models.Index(fields=["listener", "-moved_at"], name="conversation_by_listener"),
        ]
        constraints = [
            *bounded(space=5, imported_talk=40, outcome=12),
            models.UniqueConstraint(
                fields=["mentor", "listener"],
                condition=Q(closed_at=None),
                name="one_open_conversation_per_pair",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="conversation_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(first_reply_at=None) | Q(first_reply_at__gte=F("opened_at")),
                name="reply_comes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def get_absolute_url(self) -> str:
        return reverse("conversations:conversation", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_only_read(self) -> bool:
        """A block has come between the two since; also once it was taken back."""
        return self.closed_by == ClosedBy.BLOCK


class Message(models.Model):
    """One line of a conversation; `seq` is dense from 1 within it.

    A line without author is written by the system. The same client id of the
    same author is stored once; a deleted message keeps its row without words, and
    so does one that a moderator removed, which has both times.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
    )
    client_id = models.UUIDField(null=True, blank=True)
    body = models.TextField(max_length=MESSAGE_MAX_LENGTH)
    body_hash = models.CharField(max_length=64, blank=True)
    is_automatic = models.BooleanField(default=False)
    sent_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["author", "-sent_at"], name="message_by_author")]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_order_is_dense"),
            models.UniqueConstraint(fields=["author", "client_id"], name="message_stored_once"),
            *bounded(body_hash=64),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), MESSAGE_MAX_LENGTH),
                name="message_is_bounded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}:{self.seq}"


class MessageRevision(models.Model):
    """What a message said before it was edited or deleted: the trace that stays."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="revisions")
    body = models.TextField(max_length=MESSAGE_MAX_LENGTH)
    replaced_at = models.DateTimeField()

    class Meta:
        constraints = bounded(body=MESSAGE_MAX_LENGTH)
        ordering = ["replaced_at"]

    def __str__(self) -> str:
        return f"revision of {self.message_id}"


class Draft(models.Model):
    """Unsent words, kept on the server: for a conversation, or for a mentor not yet written to."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    mentor = models.ForeignKey(
        "mentorship.MentorProfile", models.CASCADE, null=True, blank=True, related_name="+"
    )
    body = models.TextField(max_length=DRAFT_MAX_LENGTH)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            *bounded(body=DRAFT_MAX_LENGTH),
            models.CheckConstraint(
                condition=Q(conversation=None, mentor__isnull=False)
                | Q(conversation__isnull=False, mentor=None),
                name="draft_has_one_place",
            ),
            models.UniqueConstraint(
                fields=["author", "conversation"], name="one_draft_per_conversation"
            ),
            models.UniqueConstraint(fields=["author", "mentor"], name="one_draft_per_mentor"),
        ]

    def __str__(self) -> str:
        return f"draft of {self.author_id}"


class ReadMark(models.Model):
    """How far somebody has read; never shown to the other side."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="read_marks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "reader"], name="one_read_mark_each")
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} read {self.seq}"
