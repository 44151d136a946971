"""Input about people made clean values. Nothing here saves."""

from accounts.people.forms.entrance import (
    AwakeResetForm,
    InvitationForm,
    NewAddressForm,
    SignInForm,
    SignUpForm,
)
from accounts.people.forms.fields import ReasonField, imitates
from accounts.people.forms.settings import LanguagesForm, ProfileForm, ThemeForm, ZoneForm
from accounts.people.forms.signing_in import (
    AddressCodeForm,
    AppForm,
    CodeAgainForm,
    CodeForm,
    FirstPasswordForm,
    IsItYouForm,
    KeyAgainForm,
    KeyAloneForm,
    KeyForm,
    NewKeyForm,
    NewPasswordForm,
    PasswordChangeForm,
)
from accounts.people.forms.staff import (
    BandDecisionForm,
    BatchForm,
    GrantForm,
    ReasonForm,
    RoleForm,
)

__all__ = [
    "AddressCodeForm",
    "AppForm",
    "AwakeResetForm",
    "BandDecisionForm",
    "BatchForm",
    "CodeAgainForm",
    "CodeForm",
    "FirstPasswordForm",
    "GrantForm",
    "InvitationForm",
    "IsItYouForm",
    "KeyAgainForm",
    "KeyAloneForm",
    "KeyForm",
    "LanguagesForm",
    "NewAddressForm",
    "NewKeyForm",
    "NewPasswordForm",
    "PasswordChangeForm",
    "ProfileForm",
    "ReasonField",
    "ReasonForm",
    "RoleForm",
    "SignInForm",
    "SignUpForm",
    "ThemeForm",
    "ZoneForm",
    "imitates",
]
