"""Rows of an export, kept as they came, and the files that coordinators hand in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.kit.bounds import bounded
from mentorship.intake.querysets import ImportPlanQuerySet

OPEN_STATES = ("waiting", "reading", "ready", "confirmed", "writing")


class ImportRun(models.Model):
    """One import that stood: when, from what, and how many rows of each table."""

    source = models.CharField(max_length=300)
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = bounded(source=300)
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
        constraints = [
            *bounded(table=12, key=64),
            models.UniqueConstraint(fields=["table", "key"], name="imported_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class ImportPlan(models.Model):
    """Files that a coordinator handed in, what they would change, and what came of it.

    A worker holds it by `lease` until `leased_until`; one that falls silent loses it. `done` and
    `total` are bytes read, over all passes. One plan at a time is open.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for its turn")
        READING = "reading", _("Being read")
        READY = "ready", _("Waits for you to confirm")
        CONFIRMED = "confirmed", _("Confirmed, begins in a moment")
        WRITING = "writing", _("Being imported")
        DONE = "done", _("Imported")
        FAULTY = "faulty", _("Has faults, nothing was imported")
        CANCELLED = "cancelled", _("Cancelled")
        STOPPED = "stopped", _("Stopped, nothing was imported")
        EXPIRED = "expired", _("Not confirmed within 7 days")

    class Problem(models.TextChoices):
        SILENT = "silent", _("The worker stopped in the middle of it three times.")
        SLOW = "slow", _("It took longer than an hour.")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    handed_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    files = models.JSONField()  # table, name, size in bytes, in reading order
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    is_open = models.BooleanField(default=True)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    preview = models.JSONField(default=dict)
    read_again = models.BooleanField(default=False)  # something changed since a first preview
    fault_count = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=list)
    problem = models.CharField(max_length=6, choices=Problem, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ImportPlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"], condition=Q(is_open=True), name="one_import_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=OPEN_STATES)
                | (Q(is_open=False) & ~Q(state__in=OPEN_STATES)),
                name="importplan_is_open_by_its_state",
            ),
        ]
        ordering = ["-handed_in_at", "-pk"]

    def __str__(self) -> str:
        return f"import of {self.handed_in_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("intake:plan", args=[self.public_id])


class ImportPiece(models.Model):
    """A piece of a file that was handed in, so that no process holds one whole.

    In the database, where every worker of every machine finds it; gone when the plan has ended.
    """

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="pieces")
    table = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            *bounded(table=12),
            models.UniqueConstraint(fields=["plan", "table", "number"], name="import_piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.number}"


class ImportFault(models.Model):
    """One thing that stood in the way of a plan; line 0 is the file as a whole."""

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="faults")
    file = models.CharField(max_length=100)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    sentence = models.CharField(max_length=500)

    class Meta:
        constraints = bounded(file=100, column=100, sentence=500)
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.file} {self.line}"
