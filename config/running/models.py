"""Signs of life: the one thing that a web process can know of the worker."""

from django.db import models

BEAT = "beat"


class Heartbeat(models.Model):
    """When a worker last did the task of this sender. `beat` sends one every 30 seconds."""

    sender = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    class Meta:
        app_label = "config"
        db_table = "heartbeat"

    def __str__(self) -> str:
        return f"{self.sender} at {self.beaten_at}"
