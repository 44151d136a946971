"""What makes an import impossible."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from config.kit.errors import DomainError

if TYPE_CHECKING:
    from mentorship.intake.rules.faults import FaultList


class NothingToImport(DomainError):
    """The path holds no file of an export; the message says what is looked for."""

    code = "nothing_to_import"
    message = _(
        "Nothing to import here. Give a folder with files such as listeners.csv, or one file "
        "whose name ends with its table, such as spring.listeners.csv."
    )


class CannotBeRead(DomainError):
    """The system does not let us open this file."""

    code = "cannot_be_read"

    def __init__(self, file: str) -> None:
        sentence = _("%(file)s cannot be read. Please check whose file it is.")
        super().__init__(sentence % {"file": file})


class TwoFilesOfOneTable(DomainError):
    code = "two_files_of_one_table"
    message = _("Two files are of the same table. Please import them one after the other.")


class ExportRefused(DomainError):
    """The export has faults, nothing of it is stored; `faults` holds those of each file."""

    code = "export_refused"
    message = _("Nothing was imported. Please mend what is named above and try again.")

    def __init__(self, faults: "Sequence[FaultList]") -> None:
        super().__init__()
        self.faults = faults


class ChangedMeanwhile(DomainError):
    code = "changed_meanwhile"
    message = _(
        "Nothing was imported: people, rows or files changed while the export was read. "
        "Please start again."
    )
