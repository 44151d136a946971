"""The files that a coordinator chooses."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

ENDINGS = ".csv,text/csv"


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One file or several; each is held against the rules of a file."""

    widget = ManyFilesInput(attrs={"multiple": True, "accept": ENDINGS})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        if not data:
            return [super().clean(None, initial)]
        return [super(ManyFilesField, self).clean(file, initial) for file in data]


class HandInForm(forms.Form):
    export = ManyFilesField(
        label=_("Files of the export"),
        help_text=_("Up to eight CSV files, 50 MB together. Nothing changes before you confirm."),
        error_messages={
            "required": _("Choose the files first."),
            "empty": _("One of the files is empty."),
            "missing": _("Choose the files first."),
        },
    )
