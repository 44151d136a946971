"""What people choose about themselves."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms.fields import (
    LANGUAGES_MAX,
    DisplayNameField,
    LanguagesMixin,
    ZoneMixin,
)
from accounts.people.models import Avatar, Theme, User
from accounts.people.rules import languages, names


class ProfileForm(forms.Form):
    display_name = DisplayNameField(
        label=_("Name others see"),
        max_length=names.DISPLAY_NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    about = forms.CharField(
        label=_("About you"),
        help_text=_("At most 2,000 characters. Shown to those who may see you here."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    avatar = forms.ChoiceField(
        label=_("Your picture"), choices=Avatar.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        initial = {"display_name": user.display_name, "about": user.about, "avatar": user.avatar}
        super().__init__(*args, **kwargs | {"initial": initial})
        cast(DisplayNameField, self.fields["display_name"]).own = user


class LanguagesForm(LanguagesMixin, forms.Form):
    preferred = forms.ChoiceField(
        label=_("The one you like best"), help_text=_("It comes first where you are matched.")
    )
    field_order = ["languages", "preferred"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        own = [language.tag for language in user.languages.all()]
        initial = {"languages": own, "preferred": own[0] if own else ""}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.offer_languages(own)
        cast(forms.ChoiceField, self.fields["preferred"]).choices = languages.choices(own)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, preferred = cleaned.get("languages"), cleaned.get("preferred")
        if chosen and preferred:
            rest = [tag for tag in chosen if tag != preferred]
            cleaned["tags"] = [preferred, *rest][:LANGUAGES_MAX]
        return cleaned


class ZoneForm(ZoneMixin, forms.Form):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"time_zone": user.time_zone}})


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=Theme.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"theme": user.theme}})
