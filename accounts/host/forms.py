"""What is asked of somebody who comes from the host for the first time."""

from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from accounts.host.operations import join
from accounts.host.rules import Identity
from accounts.people.forms.fields import BirthMonthMixin
from accounts.people.models import User


class WakeUpForm(BirthMonthMixin, forms.Form):
    """What an imported person answers: the age, as after the letter."""

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        self.on = on
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.judge_age()
        return cleaned


class ByHostMixin(forms.Form):
    """Put before a form of sign-up: the address is the host's, and there is no password."""

    def __init__(self, *args: Any, identity: Identity, **kwargs: Any) -> None:
        self.identity = identity
        super().__init__(*args, **kwargs)
        for name in ("email", "password1", "password2"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return cleaned | {"email": self.identity.email, "password1": None}

    @transaction.atomic
    def save(self, request: Any) -> User:
        user = super().save(request)  # type: ignore[misc]
        join(self.identity, user=user, at=timezone.now())
        return user
