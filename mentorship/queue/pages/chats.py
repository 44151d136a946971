"""The open conversations of the reader, beside the list."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.people.models import User
from config.kit.prepared import Prepared
from mentorship.conversations.models import Conversation, Side

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

CHATS_SHOWN = 5
TALK = ("public_id", "turn", "turn_since", "listener_id")
FACE = ("username", "display_name", "avatar")
COLUMNS = (*TALK, *(f"{one}__{name}" for one in ("mentor__user", "listener") for name in FACE))


@dataclass(frozen=True)
class OpenChat:
    """One open conversation of the viewer, and whose turn it is there."""

    conversation: Conversation
    other: User
    other_is_mentor: bool
    is_my_turn: bool


def open_chats(viewer: "User | AnonymousUser") -> list[OpenChat]:
    """The viewer's newest open conversations, those that wait on the viewer first. One query."""
    if not viewer.is_authenticated:
        return []
    chats = [_seen_by(viewer, row) for row in _NEWEST.rows(person=viewer.pk)]
    return sorted(chats, key=lambda chat: not chat.is_my_turn)


def _newest(pk: int, _at: datetime) -> QuerySet:
    talks = Conversation.objects.open().visible_to(User(pk=pk)).order_by("-moved_at")
    return talks.values_list(*COLUMNS)[:CHATS_SHOWN]


_NEWEST = Prepared(_newest)


def _seen_by(viewer: User, row: tuple) -> OpenChat:
    talk = Conversation(**dict(zip(TALK, row, strict=False)))
    mentor, listener = row[len(TALK) : -len(FACE)], row[-len(FACE) :]
    listens = talk.listener_id == viewer.pk
    return OpenChat(
        conversation=talk,
        other=User(**dict(zip(FACE, mentor if listens else listener, strict=True))),
        other_is_mentor=listens,
        is_my_turn=talk.turn == (Side.LISTENER if listens else Side.MENTOR),
    )
