"""Sign-up with the topics a listener wants, the same question later, and the first note."""

import uuid
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.people.forms import SignUpForm as PersonForm
from accounts.people.models import User
from mentorship.profiles.models import MentorProfile, Topic
from mentorship.profiles.operations import choose_topics_wanted
from mentorship.profiles.operations.topics import WANTED_MAX


class TopicsMixin(forms.Form):
    topics = forms.ModelMultipleChoiceField(
        label=_("What would you like company with?"),
        queryset=Topic.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_topics(self) -> list[Topic]:
        chosen = list(self.cleaned_data["topics"])
        if len(chosen) > WANTED_MAX:
            raise forms.ValidationError(_("Choose at most four."))
        return chosen


class SignUpForm(TopicsMixin, PersonForm):
    """What `ACCOUNT_FORMS` names: accounts ask who somebody is, we ask what brings them."""

    @transaction.atomic
    def save(self, request: Any) -> User:
        user = super().save(request)
        choose_topics_wanted(user=user, topics=self.cleaned_data["topics"])
        return user


class TopicsForm(TopicsMixin, forms.Form):
    """The same question, later."""


class FirstNoteForm(forms.Form):
    """The first card: one of three mentors, and one line that is theirs to change.

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
