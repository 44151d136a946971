"""Django's own, which asks about the rules that the database keeps after its work, not before."""

from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand
from django.core.management.commands import migrate


class Command(migrate.Command):
    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Without the database: a rule that is missing, or new, is what migrating puts in place."""
        return BaseCommand.get_check_kwargs(self, options)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate. Raises SystemCheckError where a rule does not stand afterwards."""
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            self.check(tags=[Tags.database], databases=[options["database"]])
