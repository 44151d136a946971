"""The one act of the area: take in a community's export, all of it or nothing."""

from mentorship.intake.operations.run import Summary, import_community

__all__ = ["Summary", "import_community"]
