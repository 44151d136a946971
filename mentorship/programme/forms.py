"""What coordinators type about the programme, as clean values."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from mentorship.programme.models import (
    BODY_MAX,
    LINK_MAX,
    LINK_WORDS_MAX,
    MARK_LENGTH,
    TEXT_MAX,
    TITLE_MAX,
    Banner,
)

LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
YEARS = range(2000, 2100)


class ProgrammeForm(forms.Form):
    """The page, and the number of the version that its writer began from."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_MAX)
    body = forms.CharField(
        label=_("Text"),
        help_text=_(
            "An empty line begins a paragraph. “## ” begins a heading, “- ” a point of a list; "
            "**bold**, *slanted*, [words](https://address)."
        ),
        max_length=BODY_MAX,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 2, widget=forms.HiddenInput)

    def clean_body(self) -> str:
        return self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")


class MomentField(forms.DateTimeField):
    """A day and a clock of the zone in force; stored times are in UTC, whatever it is."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, **options)
        self.error_messages["invalid"] = _("Give a day and a time, such as 2026-11-30 18:00.")

    def to_python(self, value: Any) -> datetime | None:
        try:
            moment = super().to_python(value)
        except OverflowError:
            moment = None
        if value and (moment is None or moment.year not in YEARS):
            raise forms.ValidationError(_("Please check the year."))
        return moment


class BannerForm(forms.Form):
    """A short text, where it leads, who sees it and when."""

    text = forms.CharField(
        label=_("Text"), help_text=_("One or two short sentences."), max_length=TEXT_MAX
    )
    link = forms.CharField(
        label=_("Leads to"),
        help_text=_("A page of this site, such as /programme/ or /queue/."),
        max_length=LINK_MAX,
        required=False,
    )
    link_words = forms.CharField(
        label=_("Words of the link"),
        help_text=_("“Read more” where you leave this empty."),
        max_length=LINK_WORDS_MAX,
        required=False,
    )
    audience = forms.ChoiceField(
        label=_("Who sees it"),
        choices=Banner.Audience.choices,
        initial=Banner.Audience.BOTH,
        widget=forms.RadioSelect,
    )
    from_at = MomentField(label=_("From"), help_text=_("On your own clock."))
    until_at = MomentField(label=_("Until"), help_text=_("On your own clock."))

    def clean_link(self) -> str:
        path = self.cleaned_data["link"]
        if path and not LOCAL_PATH.fullmatch(path):
            raise forms.ValidationError(
                _("Begin with a slash: a banner leads to pages of this site only.")
            )
        try:
            resolve(re.split(r"[?#]", path)[0] or "/")
        except Resolver404 as nowhere:
            raise forms.ValidationError(_("There is no such page here.")) from nowhere
        return path


class EditBannerForm(BannerForm):
    """The same, and the mark of the banner that its writer began from."""

    seen = forms.CharField(max_length=MARK_LENGTH, required=False, widget=forms.HiddenInput)
