"""Where allauth meets our people: what it saves, whom it lets in, what it sends."""

from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.people.operations import sign_up
from accounts.safeguarding.models import BandQuestion
from config.kit.sealing import seal, unseal

logger = structlog.get_logger(__name__)

SEEDS = "accounts.people.second-factor"


class PersonBackend(AuthenticationBackend):
    """Passwords of people who have shown that their address is theirs.

    Whoever signs up knows the password, also with an address that is not theirs: if it opened
    the page of the code, it would tell that the address was new here. They come in by the code,
    or by a new password.
    """

    def _check_password(self, user: User, password: str) -> bool:
        fits = super()._check_password(user, password)
        return fits and not User.objects.unproved().filter(pk=user.pk).exists()


class PersonAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This e-mail address and this password do not belong together, or the address was "
            "never confirmed. A new password settles either."
        ),
        "incorrect_code": _("This is not the code of the latest mail."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your password."),
        "too_many_login_attempts": _("That was too often. Please wait a few minutes."),
        "username_blacklisted": _("This handle is kept free. Please choose another."),
        "username_taken": _("Somebody has this handle. Please choose another."),
    }

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        clean = form.cleaned_data
        return sign_up(
            user=user,
            handle=clean["username"],
            email=clean["email"],
            password=clean["password1"],
            display_name=clean["display_name"],
            age=form.age,
            languages=clean["languages"],
            time_zone=clean["time_zone"],
            avatar=clean["avatar"],
            at=timezone.now(),
        )

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if user.is_dormant:
            waits = BandQuestion.objects.open().filter(user=user).exists()
            return HttpResponseRedirect(reverse("people:not-yet" if waits else "people:no-space"))
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Dormant people get no mail but their one letter, whoever asks for what.

        A mail server that is silent never undoes what was done: a code can be asked for again.
        """
        if User.objects.dormant().filter(email__iexact=email).exists():
            return
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as fault:
            logger.error("mail.failed", mail=template_prefix, fault=type(fault).__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the seeds of authenticator apps encrypted with a key drawn from SECRET_KEY."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This is not the code that holds now, or it was used before."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=SEEDS)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, purpose=SEEDS)

    def build_totp_svg(self, url: str) -> SafeString:
        """The drawing as part of the page: the policy allows no image from a `data:` address."""
        return mark_safe(super().build_totp_svg(url).partition("?>")[2])  # noqa: S308  (our own)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("My passkey") if not count else gettext("Passkey %d") % (count + 1)

    def get_totp_label(self, user: User) -> str:
        return user.username
