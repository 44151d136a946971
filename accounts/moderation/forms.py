"""What people say when they report, and what moderators decide."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.moderation.models import Category, Report
from accounts.people.forms import ReasonField

WORDS_MAX = 2000


class ReportForm(forms.Form):
    """What is wrong, in a category and as many words as somebody likes."""

    category = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Category.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong. “Something else” fits everything.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("Only moderators read this."),
        required=False,
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_urgent = forms.BooleanField(
        label=_("Somebody is in immediate danger"),
        help_text=_("Moderators see it before everything else. They are not an emergency service."),
        required=False,
    )


class DecisionForm(forms.Form):
    """What is done about a report, and why."""

    decision = forms.ChoiceField(
        label=_("What is done"), choices=Report.Decision.choices, widget=forms.RadioSelect
    )
    reason = ReasonField(help_text=_("Kept in the record of what staff did. Neither side sees it."))

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if report.source != Report.Source.MESSAGE:
            field = cast(forms.ChoiceField, self.fields["decision"])
            removed = Report.Decision.REMOVED.value
            field.choices = [choice for choice in Report.Decision.choices if choice[0] != removed]
