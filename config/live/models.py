"""Version rows: the one place where a process without Redis sees what another one changed."""

from django.db import models


class LiveChannel(models.Model):
    """How often anything on a channel has changed. Rises by one, in the order of commits."""

    channel = models.CharField(max_length=120, primary_key=True)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "config"
        db_table = "live_channel"

    def __str__(self) -> str:
        return f"{self.channel} at {self.version}"


class LiveKey(models.Model):
    """The channel's version at the last change of one key."""

    channel = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    version = models.PositiveBigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        app_label = "config"
        db_table = "live_key"
        constraints = [models.UniqueConstraint(fields=["channel", "key"], name="live_key_once")]
        indexes = [models.Index(fields=["channel", "version"], name="live_key_since")]

    def __str__(self) -> str:
        return f"{self.channel} {self.key} at {self.version}"
