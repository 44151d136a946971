from django.contrib import admin

from config.kit.admin import Shown
from mentorship.intake.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(Shown):
    """The imports that stood."""

    fields = ["source", "at", "counts"]
    list_display = ["at", "source"]
    date_hierarchy = "at"
