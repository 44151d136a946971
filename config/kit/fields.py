"""Form fields that refuse what a database could not even look for."""

from typing import Any

from django import forms


class ManyRowsField(forms.ModelMultipleChoiceField):
    """Rows by their numbers; one that no column could hold is no row, on SQLite as well."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as too_large:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": ", ".join(value)}
            ) from too_large
