"""What coordinators and moderators decide about people."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import ReasonField
from accounts.people.models import User


class BatchForm(forms.Form):
    """How many letters go out next."""

    count = forms.IntegerField(label=_("How many people"), min_value=1, max_value=500, initial=50)


class ReasonForm(forms.Form):
    """Why, and nothing else."""

    reason = ReasonField()


class RoleForm(ReasonForm):
    """Which office, and why."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            ("coordinator", _("Coordinator")),
            ("moderator", _("Moderator")),
            ("safeguarding lead", _("Safeguarding lead")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ["role", "reason"]


class GrantForm(RoleForm):
    """The same, for somebody named by their handle."""

    handle = forms.CharField(
        label=_("Handle"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ["handle", "role", "reason"]

    def clean_handle(self) -> User:
        person = User.objects.awake().with_handle(self.cleaned_data["handle"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody who signs in here has this handle."))
        return person


class BandDecisionForm(forms.Form):
    decision = forms.ChoiceField(label=_("What holds"), widget=forms.RadioSelect)
    reason = ReasonField(help_text=_("Kept with the decision. The person does not see it."))

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["decision"]).choices = choices
