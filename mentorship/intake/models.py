"""Rows of an export, kept as they came."""

from django.conf import settings
from django.db import models


class ImportRun(models.Model):
    """One import that stood: when, from what, and how many rows of each table."""

    source = models.CharField(max_length=300)
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.source} at {self.at:%Y-%m-%d %H:%M}"


class ImportedRow(models.Model):
    """One row as last imported: table, key, cells by column, time of import.

    What a later import finds changed is judged against this row, so that
    nothing a person changed here is overwritten. `person` is whom a row of
    people made; a handle changed here does not tear the two apart.
    """

    table = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    cells = models.JSONField()
    imported_at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imported_rows",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
