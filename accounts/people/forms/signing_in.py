"""allauth's forms about passwords and codes, in our words."""

from typing import Any, ClassVar

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmEmailVerificationCodeForm,
    ReauthenticateForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import AuthenticateForm as SecondStepForm
from allauth.mfa.base.forms import ReauthenticateForm as SecondStepAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.operations import wake

Words = tuple[Any, Any]

NEW_PASSWORDS: dict[str, Words] = {
    "password1": (_("New password"), _("12 characters or more, paste is fine.")),
    "password2": (_("New password again"), ""),
}
CODE: dict[str, Words] = {"code": (_("Code"), "")}


class InOurWords(forms.Form):
    """Gives each field of `words` its label and hint; a placeholder would vanish when one types."""

    words: ClassVar[dict[str, Words]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.widget.attrs.pop("placeholder", None)


class PasswordChangeForm(InOurWords, ChangePasswordForm):
    words = {"oldpassword": (_("Password now"), "")} | NEW_PASSWORDS


class FirstPasswordForm(InOurWords, SetPasswordForm):
    words = NEW_PASSWORDS


class NewPasswordForm(InOurWords, ResetPasswordKeyForm):
    """The link went to the address of the account, so that it is proved from then on."""

    words = NEW_PASSWORDS

    @transaction.atomic
    def save(self) -> None:
        super().save()
        wake(user=self.user, at=timezone.now())


class IsItYouForm(InOurWords, ReauthenticateForm):
    words = {"password": (_("Password"), "")}


class AddressCodeForm(InOurWords, ConfirmEmailVerificationCodeForm):
    words = CODE


class CodeForm(InOurWords, SecondStepForm):
    words = CODE


class CodeAgainForm(InOurWords, SecondStepAgainForm):
    words = CODE


class AppForm(InOurWords, ActivateTOTPForm):
    words = {"code": (_("Code of the app"), _("Six digits."))}


class AnswerOfAKey(forms.JSONField):
    """What a passkey answered; brackets in brackets without end are no answer."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (RecursionError, ValueError) as endless:  # or a number too long to read
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from endless


class WithAnswer(forms.Form):
    credential = AnswerOfAKey(required=True, widget=forms.HiddenInput)


class NewKeyForm(WithAnswer, AddWebAuthnForm):
    pass


class KeyForm(WithAnswer, AuthenticateWebAuthnForm):
    pass


class KeyAloneForm(WithAnswer, LoginWebAuthnForm):
    pass


class KeyAgainForm(WithAnswer, ReauthenticateWebAuthnForm):
    pass
