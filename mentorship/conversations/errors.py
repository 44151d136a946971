"""Refusals of conversations; each message is fit to be shown to a person."""

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError
from config.kit.nouns import lazy_noun
from mentorship.profiles.errors import MayNotWrite

if TYPE_CHECKING:
    from mentorship.conversations.models import Conversation, Message


class MentorIsFull(DomainError):
    code = "mentor-is-full"
    message = format_lazy(
        _("The last free place of this {mentor} has been taken. Your words are kept."),
        mentor=lazy_noun("mentor"),
    )


class NoPlaceLeft(MentorIsFull):
    """Said to the mentor who would reopen a finished chat without a place for it."""

    code = "no-place-left"
    message = _(
        "All your places are taken, so this chat cannot be opened again now. Your words are kept."
    )


class MayNotGoOn(MayNotWrite):
    """The pair of an existing conversation may no longer talk; it stays readable."""

    code = "may-not-go-on"

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(())
        self.codes = codes
        self.message = _("This chat can be read, but not written in any more. Your words are kept.")


class AlreadyTalking(DomainError):
    """The pair has an open conversation, which the refusal leads to."""

    code = "already-talking"
    message = _("You two have an open chat already. Your words wait there, not sent yet.")

    def __init__(self, conversation: "Conversation") -> None:
        self.conversation = conversation
        super().__init__()


class SameIdOtherWords(DomainError):
    """A message with this client id is stored and says something else; `stored` is that message."""

    code = "same-id-other-words"
    message = _("A message from this form is stored already, with other words. Both are below.")

    def __init__(self, stored: "Message | None" = None) -> None:
        self.stored = stored
        super().__init__()


class NotInThisChat(DomainError):
    code = "not-in-this-chat"
    message = _("This chat belongs to two other people.")


class ChatIsFinished(DomainError):
    code = "chat-is-finished"
    message = _("This chat is finished and can only be read.")


class TooLateToChange(DomainError):
    code = "too-late-to-change"
    message = _("A message can be changed for 15 minutes. This one is older and stays as it is.")


class TooManyMessages(DomainError):
    code = "too-many-messages"
    message = _("That was a lot of messages in a short time. Please wait a minute and send again.")


class TooManyNewChats(DomainError):
    code = "too-many-new-chats"
    message = _(
        "You have opened as many new chats as one day allows. Tomorrow there is room for more; "
        "the chats you have stay open."
    )


class NothingToSay(DomainError):
    code = "nothing-to-say"
    message = _("Write a few words first.")


class TooLong(DomainError):
    code = "too-long"
    message = _("A message has at most 4,000 characters. Please shorten it or send it in two.")


class UnreadableSigns(DomainError):
    code = "unreadable-signs"
    message = _("The text holds signs that cannot be stored. Please type that part again.")


class ManyAtOnce(DomainError):
    """The mentor's row stayed locked for longer than a person should wait."""

    code = "many-at-once"
    message = _("Many people are writing at this very moment. Please try it once more.")
