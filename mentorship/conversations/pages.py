"""What the pages of conversations show, each in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.people.models import User
from config.kit.text import text_to_html
from mentorship.conversations import rules
from mentorship.conversations.models import Conversation, Message, Side
from mentorship.conversations.operations.lines import silence_of
from mentorship.profiles.rules.presence import presence_of

if TYPE_CHECKING:
    from mentorship.conversations.querysets import ConversationQuerySet

LINES = 50
THREADS_BESIDE = 20


@dataclass(frozen=True)
class Thread:
    """One conversation as `viewer` sees it in a list."""

    talk: Conversation
    viewer: User
    at: datetime

    @property
    def side(self) -> str:
        return Side.LISTENER if self.talk.listener_id == self.viewer.pk else Side.MENTOR

    @property
    def other(self) -> User:
        return self.talk.mentor.user if self.side == Side.LISTENER else self.talk.listener

    @property
    def other_is_mentor(self) -> bool:
        return self.side == Side.LISTENER

    @property
    def is_my_turn(self) -> bool:
        return self.talk.is_open and self.talk.turn == self.side

    @property
    def presence(self) -> str:
        """Only a mentor declares a presence; a listener's is nobody's business."""
        mentor = self.talk.mentor
        if not self.other_is_mentor:
            return ""
        return presence_of(mentor, is_awake=not mentor.user.is_dormant, at=self.at)

    @property
    def was_said_by_me(self) -> bool:
        return self.talk.last_author == self.viewer.pk

    @property
    def unread(self) -> int:
        return self.talk.unread_count


@dataclass(frozen=True)
class Line:
    """One message as `viewer` sees it, with what stands before and after it.

    `changes_for` are the seconds left to edit or delete it.
    """

    message: Message
    is_mine: bool
    day: date | None
    is_first_unread: bool
    continues: bool
    changes_for: int

    @property
    def html(self) -> SafeString:
        return text_to_html(self.message.body)

    @property
    def is_system(self) -> bool:
        return self.message.author_id is None

    @property
    def sent_on(self) -> date:
        return timezone.localtime(self.message.sent_at).date()


@dataclass(frozen=True)
class ChatPage:
    """One conversation: its lines, who it is with, and what the viewer may do in it."""

    thread: Thread
    lines: Sequence[Line]
    silence: tuple[str, ...]
    older: int | None = None
    is_older: bool = False

    @property
    def talk(self) -> Conversation:
        return self.thread.talk

    @property
    def may_write(self) -> bool:
        return not self.silence

    @property
    def own_read_seq(self) -> int:
        return self.talk.own_read_seq

    @property
    def last_seq(self) -> int:
        return self.lines[-1].message.seq if self.lines else 0


def unread_by_chat(viewer: User) -> dict[str, int]:
    """How many lines wait unread, by the public id of each conversation that has any. One query."""
    waiting = Message.objects.of_talks_of(viewer).unread_by(viewer).order_by()
    counted = waiting.values_list("conversation__public_id").annotate(number=Count("pk"))
    return {str(public_id): number for public_id, number in counted}


def threads_of(viewer: User) -> "ConversationQuerySet":
    """The viewer's conversations as lists show them: mine to answer first."""
    return (
        Conversation.objects.visible_to(viewer)
        .with_people()
        .with_unread_for(viewer)
        .with_last_line()
        .mine_first(viewer)
    )


def as_threads(talks: Iterable[Conversation], viewer: User, *, at: datetime) -> list[Thread]:
    return [Thread(talk, viewer, at) for talk in talks]


def chat_page(
    talk: Conversation, viewer: User, *, at: datetime, before: int | None = None
) -> ChatPage:
    """The newest lines, or the ones before `before`. `talk` comes from `with_own_state`."""
    messages = talk.messages.select_related("author")
    if before is not None:
        messages = messages.filter(seq__lt=before)
    newest_first = list(messages.order_by("-seq")[: LINES + 1])
    shown = newest_first[LINES - 1 :: -1]
    return ChatPage(
        thread=Thread(talk, viewer, at),
        lines=lines_of(shown, talk, viewer, at=at),
        silence=silence_of(talk, is_cleared=talk.mentor_is_cleared),
        older=shown[0].seq if len(newest_first) > LINES else None,
        is_older=before is not None,
    )


def rows_after(
    talk: Conversation, viewer: User, seq: int, *, since: datetime, at: datetime
) -> list[Line]:
    """Lines beyond `seq` and those changed `since`, each as it stands behind its neighbour."""
    messages = list(talk.messages.after(seq, since=since).select_related("author")[: LINES * 2])
    earlier = talk.messages.filter(seq__in=[message.seq - 1 for message in messages])
    return lines_of(messages, talk, viewer, at=at, earlier=earlier, divided=False)


def lines_of(
    messages: Sequence[Message],
    talk: Conversation,
    viewer: User,
    *,
    at: datetime,
    earlier: Iterable[Message] = (),
    divided: bool = True,
) -> list[Line]:
    """Messages with their days, runs and the divider above the first unread one.

    `earlier` are neighbours above some of them, which are on the page already.
    """
    known = {message.seq: message for message in (*earlier, *messages)}
    lines = [
        _line(message, known.get(message.seq - 1), talk, viewer, at=at) for message in messages
    ]
    first = next((n for n, line in enumerate(lines) if divided and _is_unread(line, talk)), None)
    if first is not None:
        lines[first] = replace(lines[first], is_first_unread=True)
    return lines


def _line(
    message: Message,
    after: Message | None,
    talk: Conversation,
    viewer: User,
    *,
    at: datetime,
) -> Line:
    day = timezone.localtime(message.sent_at).date()
    new_day = after is None or timezone.localtime(after.sent_at).date() != day
    is_mine = message.author_id == viewer.pk
    return Line(
        message=message,
        is_mine=is_mine,
        day=day if new_day else None,
        is_first_unread=False,
        continues=not new_day and after is not None and after.author_id == message.author_id,
        changes_for=_changes_for(message, at=at) if is_mine and talk.is_open else 0,
    )


def _changes_for(message: Message, *, at: datetime) -> int:
    """For how many more seconds its author may change a message; 0 if not at all."""
    if message.is_automatic or message.deleted_at:
        return 0
    return max(0, int((message.sent_at + rules.CHANGE_WITHIN - at).total_seconds()))


def _is_unread(line: Line, talk: Conversation) -> bool:
    return not line.is_mine and not line.is_system and line.message.seq > talk.own_read_seq
