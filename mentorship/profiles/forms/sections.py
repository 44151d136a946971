"""Input of mentors made clean values. Nothing here saves."""

from datetime import time
from typing import Any, ClassVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from config.kit.fields import ManyRowsField
from mentorship.profiles.models import MentorProfile, Topic
from mentorship.profiles.rules.openings import DAY

SITUATIONS_MAX = 8
SITUATION_LONGEST = 200
SCALE = [("", _("Leave open")), *((str(step), str(step)) for step in range(1, 6))]


class SectionForm(forms.Form):
    """One section of a profile: what it begins with, and its clean values."""

    title: ClassVar[Any] = ""

    @classmethod
    def begin(cls, mentor: MentorProfile) -> dict[str, Any]:
        """What is published now, as the form shows it."""
        return {name: getattr(mentor, name) for name in cls.base_fields}


class HeadlineForm(SectionForm):
    title = _("Headline")
    headline = forms.CharField(
        label=_("Headline"),
        max_length=200,
        required=False,
        help_text=_("One sentence under your name: who finds help with you."),
    )


class AboutForm(SectionForm):
    title = _("About")
    about = forms.CharField(
        label=_("About"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Everybody who sees your profile can read this. **Bold**, *italic*, lists and links "
            "to other sites work."
        ),
    )


class SituationsForm(SectionForm):
    title = _("Situations I know")
    situations = forms.CharField(
        label=_("Situations I know"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What you have met before, one on each line, at most 8, in the order shown."),
    )

    @classmethod
    def begin(cls, mentor: MentorProfile) -> dict[str, Any]:
        return {"situations": "\n".join(row.text for row in mentor.situations.all())}

    def clean_situations(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["situations"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > SITUATIONS_MAX:
            raise forms.ValidationError(_("Choose the 8 that matter most."))
        if any(len(line) > SITUATION_LONGEST for line in lines):
            raise forms.ValidationError(_("Keep each line under 200 characters."))
        return lines


class TopicsForm(SectionForm):
    title = _("Can help with")
    best = ManyRowsField(
        label=_("Knows best"),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you could talk about at any time."),
    )
    also = ManyRowsField(
        label=_("Also"),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you have some experience with."),
    )

    @classmethod
    def begin(cls, mentor: MentorProfile) -> dict[str, Any]:
        strengths = list(mentor.strengths.all())
        return {
            "best": [row.topic_id for row in strengths if row.strength >= 1],
            "also": [row.topic_id for row in strengths if row.strength < 1],
        }


def _scale(low: Any, high: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("%(low)s to %(high)s") % {"low": low, "high": high},
        choices=SCALE,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class StyleForm(SectionForm):
    title = _("How I work")
    style_direct_gentle = _scale(_("Direct"), _("gentle"))
    style_open_structured = _scale(_("Open"), _("structured"))
    style_text_voice = _scale(_("Text"), _("voice"))
    style_serious_playful = _scale(_("Serious"), _("playful"))


SECTION_FORMS: dict[str, type[SectionForm]] = {
    "headline": HeadlineForm,
    "situations": SituationsForm,
    "about": AboutForm,
    "topics": TopicsForm,
    "style": StyleForm,
}


class HoursForm(forms.Form):
    """A weekly window on the mentor's own clock; midnight as the end means the end of the day."""

    weekday = forms.TypedChoiceField(label=_("Day"), choices=WEEKDAYS.items(), coerce=int)
    starts = forms.TimeField(
        label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean_starts(self) -> int:
        return _minutes(self.cleaned_data["starts"])

    def clean_ends(self) -> int:
        return _minutes(self.cleaned_data["ends"]) or DAY


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


class LeaveForm(forms.Form):
    """Days away, first and last included."""

    starts_on = forms.DateField(
        label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Last day away"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CapacityForm(forms.Form):
    capacity = forms.IntegerField()


class SwitchForm(forms.Form):
    on = forms.BooleanField(required=False)


class OrderForm(forms.Form):
    section = forms.ChoiceField()
    way = forms.ChoiceField(choices=[("up", _("Up")), ("down", _("Down"))])

    def __init__(self, *args: Any, sections: tuple[str, ...], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["section"].choices = [(name, name) for name in sections]  # type: ignore[attr-defined]
