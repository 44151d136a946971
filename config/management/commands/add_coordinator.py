"""Make somebody a coordinator, from the operator's terminal."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import User
from accounts.people.operations import add_coordinator, add_operator
from config.kit.errors import DomainError


class Command(BaseCommand):
    help = "Make the person of this e-mail address a coordinator, and the person if need be."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--operator", action="store_true", help="who opens the admin as well")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            validate_email(email)
            add = add_operator if options["operator"] else add_coordinator
            user = add(email=email, at=timezone.now())
        except ValidationError as reason:
            raise CommandError(f"{email} is no e-mail address.") from reason
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        office = "an operator" if options["operator"] else "a coordinator"
        self.stdout.write(f"{user.email} is {office} now, with the handle {user.username}.")
        if not user.has_usable_password():
            self.stdout.write(f"To choose a password, within an hour: {_password_address(user)}")
            self.stdout.write(
                f"The link assumes that the site is open at {settings.SITE_URL}; if it is "
                "elsewhere, run this again with the PORT or SITE_URL of the site."
            )


def _password_address(user: User) -> str:
    """Where `user`, who has no password yet, chooses one."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
