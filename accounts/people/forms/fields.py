"""Parts that several forms about people share."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.people.rules import ages, languages, names, zones
from config.kit.nouns import noun

NAME_FAULTS = {
    names.INVISIBLE: _("Use at least one letter or sign that can be seen."),
    names.CONTROLS: _("Leave out characters that cannot be seen, such as control characters."),
    names.OVERRIDES: _("Leave out characters that turn the direction of writing."),
    names.MARKS: _("Use at most three marks on one letter."),
    names.TOO_LONG: _("Use at most 60 characters."),
}
LANGUAGES_MAX = 8


class ReasonField(forms.CharField):
    """Why staff decide as they do; the record keeps it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Reason"))
        kwargs.setdefault("help_text", _("Kept in the record of what staff did."))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(max_length=300, **kwargs)


class DisplayNameField(forms.CharField):
    """A name typed here: tidied, visible, and nobody else's who is protected.

    `own` is the name somebody already has, which is not judged again.
    """

    own: User | None = None

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if self.own and typed == self.own.display_name:
            return typed
        typed = names.tidy(typed)
        faults = [NAME_FAULTS[code] for code in names.judge_display_name(typed)]
        if not faults and imitates(typed, besides=self.own):
            faults = [
                _("This reads like the name of somebody who has a role here. Please vary it.")
            ]
        if faults:
            raise forms.ValidationError(faults)
        return typed


def imitates(name: str, *, besides: User | None = None) -> bool:
    """True for a name that reads like an office here or like a protected person's."""
    nouns = [noun(key) for key in ("mentor", "product")]
    if names.reads_like_staff(name, [word for n in nouns for word in (n.singular, n.plural)]):
        return True
    alike = User.objects.protected_names_like(names.skeleton(name))
    return alike.exclude(pk=besides.pk if besides else None).exists()


class BirthMonthMixin(forms.Form):
    """Month and year of birth, without a word on what they decide."""

    birth_month = forms.TypedChoiceField(
        label=_("Month"),
        coerce=int,
        choices=[("", _("Choose")), *MONTHS.items()],
        widget=forms.Select(attrs={"autocomplete": "bday-month"}),
    )
    birth_year = forms.RegexField(
        r"^\d{4}\Z",
        label=_("Year"),
        error_messages={"invalid": _("Write the year with four digits.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "bday-year", "maxlength": 4}
        ),
    )
    on: date
    age: ages.Age | None = None

    def judge_age(self) -> None:
        month, digits = self.cleaned_data.get("birth_month"), self.cleaned_data.get("birth_year")
        if not month or not digits:
            return
        year = int(digits)
        if not ages.is_plausible(year=year, month=month, on=self.on):
            self.add_error("birth_year", _("Please check the month and the year."))
            return
        self.age = ages.judge_birth_month(year=year, month=month, on=self.on)


class LanguagesMixin(forms.Form):
    languages = forms.MultipleChoiceField(
        label=_("Languages you talk in"), widget=forms.CheckboxSelectMultiple
    )

    def offer_languages(self, first: list[str]) -> None:
        """Offer every language, those of `first` before all others."""
        cast(forms.ChoiceField, self.fields["languages"]).choices = languages.choices(first)

    def clean_languages(self) -> list[str]:
        chosen = self.cleaned_data["languages"]
        if len(chosen) > LANGUAGES_MAX:
            raise forms.ValidationError(_("Choose at most 8 languages."))
        return chosen


class ZoneMixin(forms.Form):
    time_zone = forms.ChoiceField(label=_("Your time zone"), choices=zones.choices)
