"""Signing up, signing in, a new password, the answer to an invitation."""

from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from allauth.account.forms import SignupForm as EntranceForm
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from accounts.people.errors import TeenSpaceClosed, TooYoung
from accounts.people.forms.fields import (
    BirthMonthMixin,
    DisplayNameField,
    LanguagesMixin,
    ZoneMixin,
    imitates,
)
from accounts.people.models import Avatar, User
from accounts.people.operations import hold_handle, is_held, send_again
from accounts.people.operations.signing_up import check_age
from accounts.people.rules import names
from config.kit.errors import DomainError

# Where the session keeps a handle that is only held.
HELD = "held_handle"


class SignUpForm(BirthMonthMixin, LanguagesMixin, ZoneMixin, EntranceForm):
    """The form of somebody new. `refusal` is set where the age alone decides."""

    display_name = DisplayNameField(
        label=_("Name others see"),
        help_text=_("Spaces are fine. Better not your own name. You can change it later."),
        max_length=names.DISPLAY_NAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    avatar = forms.ChoiceField(
        label=_("Your picture"),
        choices=Avatar.choices,
        initial=Avatar.HILL,
        widget=forms.RadioSelect,
    )
    refusal: DomainError | None = None

    def __init__(self, *args: Any, on: date, asked_for: list[str], **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)
        self.offer_languages(asked_for)
        self.fields["languages"].initial = asked_for[:1]
        self._word("username", _("Handle"), _("3 to 30 letters, digits and underscores."))
        self._word("email", _("E-mail"), _("For signing in. Nobody sees it."))
        self._word("password1", _("Password"), _("12 characters or more, paste is fine."))
        self._word("password2", _("Password again"), "")
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def _word(self, name: str, label: Any, hint: Any) -> None:
        field = self.fields[name]
        field.label, field.help_text = label, hint
        field.widget.attrs.pop("placeholder", None)

    def clean_username(self) -> str:
        handle = super().clean_username()
        if is_held(handle):
            raise get_adapter().validation_error("username_taken")
        if imitates(handle):
            raise forms.ValidationError(
                _("This reads like somebody who has a role here. Please choose another handle.")
            )
        return handle

    def try_save(self, request: Any) -> tuple[User | None, Any]:
        if self.account_already_exists:
            hold_handle(self.cleaned_data["username"])
            request.session[HELD] = self.cleaned_data["username"]
        return super().try_save(request)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.judge_age()
        if self.age:
            try:
                check_age(self.age)
            except (TooYoung, TeenSpaceClosed) as refusal:
                self.refusal = refusal
                self.add_error(None, refusal.message)
        return cleaned


class SignInForm(LoginForm):
    """allauth's form in our words; the link to a new password stands in the template."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Stay signed in on this device")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewAddressForm(AddEmailForm):
    """allauth's form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].widget.attrs.pop("placeholder", None)


class AwakeResetForm(ResetPasswordForm):
    """Password reset for people who are awake; a dormant person only has their letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        email = super().clean_email()
        found: list[User] = self.users
        self.dormant = [user for user in found if user.is_dormant]
        self.users: list[User] = [user for user in found if not user.is_dormant]
        return email

    def save(self, request: Any, **kwargs: Any) -> str:
        if self.dormant and not self.users:
            send_again(user=self.dormant[0])
            return self.cleaned_data["email"]
        return super().save(request, **kwargs)


class InvitationForm(BirthMonthMixin, forms.Form):
    """What an imported person answers to their letter."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=_("12 characters or more, paste is fine."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = ["password1", "password2", "birth_month", "birth_year"]

    def __init__(self, *args: Any, user: User, on: date, **kwargs: Any) -> None:
        self.user, self.on = user, on
        super().__init__(*args, **kwargs)

    def clean_password1(self) -> str:
        password = self.cleaned_data["password1"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        self.judge_age()
        return cleaned
