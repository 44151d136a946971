"""Two more rules for passwords, in the form that Django's validators have."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ContextWordsValidator:
    """Refuses passwords that are little more than words of this community."""

    def __init__(self, words: list[str], left: int = 6) -> None:
        self.words = sorted((word.lower() for word in words), key=len, reverse=True)
        self.left = left

    def validate(self, password: str, user: Any = None) -> None:
        rest = re.sub(r"[\s_-]", "", password.lower())
        for word in self.words:
            rest = rest.replace(word.replace(" ", ""), "")
        if len(rest) < self.left and len(rest) < len(password):
            raise ValidationError(
                _("Choose a password that is not made of words of this community."),
                code="context_words",
            )

    def get_help_text(self) -> str | Promise:
        return _("Words of this community alone are easy to guess.")


class StaffLengthValidator:
    """Asks for a longer password of those who can see more."""

    def __init__(self, min_length: int = 15) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        if getattr(user, "holds_an_office", False) and len(password) < self.min_length:
            raise ValidationError(
                _("Your password needs %(count)s characters or more, because of your role."),
                code="staff_length",
                params={"count": self.min_length},
            )

    def get_help_text(self) -> str | Promise:
        return ""
