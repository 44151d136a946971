"""Acts of staff, as rows that are only ever added."""

from django.conf import settings
from django.db import models

from config.kit.bounds import bounded


class AuditEntry(models.Model):
    """One act: who did what to which person or row, when and why."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="audited_acts")
    act = models.CharField(max_length=60)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="audited_about",
    )
    target = models.CharField(max_length=120)
    reason = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = bounded(act=60, target=120, reason=300)
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.act} {self.target}"
