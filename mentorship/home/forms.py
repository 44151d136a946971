"""Sign-up with the topics a listener wants, and the same question later."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.host.forms import ByHostMixin
from accounts.people.forms import SignUpForm as PersonForm
from accounts.people.models import User
from mentorship.profiles.models import Topic
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


class HostSignUpForm(ByHostMixin, SignUpForm):
    """What `SOCIALACCOUNT_FORMS` names: the same for somebody whom the host has sent."""


class TopicsForm(TopicsMixin, forms.Form):
    """The same question, later."""
