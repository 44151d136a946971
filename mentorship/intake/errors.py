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


class NotAnExportFile(DomainError):
    """A file whose name tells no table; archives are refused by the same sentence."""

    code = "not_an_export_file"

    def __init__(self, file: str) -> None:
        sentence = _(
            "%(file)s is no table of an export. Choose CSV files whose names end with their table, "
            "such as listeners.csv or spring.talks.csv."
        )
        super().__init__(sentence % {"file": file})


class IsAnArchive(DomainError):
    code = "is_an_archive"

    def __init__(self, file: str) -> None:
        sentence = _("%(file)s is an archive. Please unpack it and choose the CSV files in it.")
        super().__init__(sentence % {"file": file})


class TooManyFiles(DomainError):
    code = "too_many_files"
    message = _("An export has eight tables at most. Please choose one file of each.")


class ExportTooLarge(DomainError):
    code = "export_too_large"

    def __init__(self, megabytes: int) -> None:
        sentence = _(
            "These files are larger than %(limit)s MB together. Choose fewer at once, or ask "
            "whoever runs this site to import them with the command."
        )
        super().__init__(sentence % {"limit": megabytes})


class ImportUnderWay(DomainError):
    code = "import_under_way"
    message = _(
        "Another import is under way. Confirm or cancel that one first, then hand in these files."
    )


class PlanMovedOn(DomainError):
    """The plan is in another state than the page showed, such as cancelled by a colleague."""

    code = "plan_moved_on"
    message = _("This import has moved on meanwhile. Here is where it stands.")


class LeaseLost(DomainError):
    """Somebody cancelled, or another worker took over: whoever works on the plan lets go."""

    code = "lease_lost"
    message = _("This import is not ours to work on any more.")
