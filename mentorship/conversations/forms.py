"""What people type into conversations, as clean values."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.conversations.errors import TooLong, UnreadableSigns
from mentorship.conversations.models import MESSAGE_MAX_LENGTH
from mentorship.conversations.rules import clean_words, has_unstorable


class WordsField(forms.CharField):
    """Text whose line ends count once; refused kindly where it is too long or cannot be stored."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5, "dir": "auto"}))
        super().__init__(strip=False, validators=[], **kwargs)
        self.validators = []  # NUL is answered in our own words

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if has_unstorable(text):
            raise forms.ValidationError(UnreadableSigns.message)
        words = clean_words(text)
        if not words:
            raise forms.ValidationError(self.error_messages["required"])
        if len(words) > MESSAGE_MAX_LENGTH:
            raise forms.ValidationError(TooLong.message)
        return words


class MessageForm(forms.Form):
    """One message; its id is made per form, so that sending twice stores it once."""

    body = WordsField(
        label=_("Write a message"), error_messages={"required": _("Write a few words first.")}
    )
    client_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This form was incomplete. Please send it again."),
            "invalid": _("This form was incomplete. Please send it again."),
        },
    )


class NoteForm(MessageForm):
    """The first message of a conversation."""

    body = WordsField(
        label=_("Your first message"), error_messages={"required": _("Write a few words first.")}
    )


class EditForm(forms.Form):
    body = WordsField(
        label=_("Your message"), error_messages={"required": _("Write a few words first.")}
    )


def fresh_id() -> uuid.UUID:
    """An id for the next message of a form."""
    return uuid.uuid4()
