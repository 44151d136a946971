"""The one kind of refusal that operations raise and views show."""

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class DomainError(Exception):
    """An act was refused: `message` is fit to show to a person, `code` is for machines."""

    message: "str | StrPromise" = _("That did not work. Please try again.")
    code: ClassVar[str] = "refused"

    def __init__(self, message: "str | StrPromise | None" = None) -> None:
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)
