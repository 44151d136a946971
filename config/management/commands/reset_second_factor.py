"""Let somebody who has lost their passkey, app and codes set up new ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.people.models import User
from accounts.people.operations import reset_second_factor
from config.kit.errors import DomainError


class Command(BaseCommand):
    help = (
        "Take a lost second step from the person of this e-mail address. Make sure by another way "
        "that it is them who ask: whoever has their password comes in from then on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--reason", required=True, help="kept in the record of what staff did")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"].strip()
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {email}.")
        try:
            taken = reset_second_factor(user=user, reason=options["reason"], at=timezone.now())
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Taken from {user.username}: {taken}. They are signed out, told by mail, and set up "
            "a new second step once they sign in where their role asks for one."
        )
