"""Input about the role: an application, and what coordinators decide. Nothing here saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms import ReasonField
from accounts.people.models import Band, User
from config.kit.fields import ManyRowsField
from mentorship.profiles.models import Topic, Track


class ApplicationForm(forms.Form):
    headline = forms.CharField(
        label=_("Headline"),
        max_length=200,
        help_text=_("One sentence: who would find help with you."),
    )
    why = forms.CharField(
        label=_("Why you, and why now"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Only the coordinators read this."),
    )
    topics = ManyRowsField(
        label=_("What you could help with"),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wants_teens = forms.BooleanField(
        label=_("I would also like to help people of 13 to 17"),
        required=False,
        help_text=_("This needs a clearance by the coordinators, renewed every year."),
    )

    def __init__(self, *args: Any, applicant: User, **options: Any) -> None:
        super().__init__(*args, **options)
        if applicant.band != Band.ADULT:
            del self.fields["wants_teens"]

    def clean(self) -> dict[str, Any]:
        return {"wants_teens": False} | (super().clean() or {})


class ReasonForm(forms.Form):
    """Why a coordinator decides as they do; kept in the record."""

    reason = ReasonField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the record of staff acts."),
    )


class StateForm(ReasonForm):
    act = forms.ChoiceField(choices=[(name, name) for name in ("pause", "resume", "end")])


class ClearanceForm(ReasonForm):
    until = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At most 12 months ahead."),
    )
    field_order = ("until", "reason")


class TracksForm(ReasonForm):
    tracks = ManyRowsField(
        label=_("Tracks"),
        queryset=Track.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("tracks", "reason")
