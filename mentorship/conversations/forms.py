"""What people type into conversations, as clean values."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorship.conversations.errors import TooLong, UnreadableSigns
from mentorship.conversations.models import MESSAGE_MAX_LENGTH
from mentorship.conversations.rules import clean_words, has_unstorable
from mentorship.profiles.models import MentorProfile


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


class FirstNoteForm(forms.Form):
    """One of a few mentors, and one line to begin with that is theirs to change.

    What makes words fit to be stored is judged by the operation that stores them.
    """

    mentor = forms.ModelChoiceField(
        queryset=MentorProfile.objects.none(),
        to_field_name="public_id",
        error_messages={
            "required": _("Choose whom you write to."),
            "invalid_choice": _("This one is not there any more. Please choose again."),
        },
    )
    body = forms.CharField(
        label=_("Your first line"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a few words first.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, mentors: QuerySet[MentorProfile] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if mentors is not None:
            self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]

    @classmethod
    def fresh(cls, line: str | Promise, mentor: str = "") -> "FirstNoteForm":
        """An untouched card; its id makes sending twice store once."""
        return cls(initial={"body": line, "mentor": mentor, "client_id": uuid.uuid4()})


def fresh_id() -> uuid.UUID:
    """An id for the next message of a form."""
    return uuid.uuid4()
