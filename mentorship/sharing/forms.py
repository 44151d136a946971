"""What coordinators say of links, as clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms import GrantForm
from mentorship.sharing.rules import CODE_LONGEST, is_code


class SourceForm(forms.Form):
    """A place of the host that leads here."""

    name = forms.CharField(label=_("What it is"), max_length=80, help_text=_("Only you see it."))
    code = forms.CharField(
        label=_("Mark in the address"),
        max_length=CODE_LONGEST,
        help_text=_("Such as after-chat: small letters, digits and hyphens."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip().lower()
        if not is_code(code):
            raise forms.ValidationError(
                _("A mark has 2 to 24 small letters, digits and hyphens, a letter first.")
            )
        return code


class RenameForm(forms.Form):
    """What coordinators call a link of the community; its mark stays."""

    name = SourceForm.base_fields["name"]


class GiveLinkForm(GrantForm):
    """Somebody who welcomes others, by their handle."""

    role = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]
