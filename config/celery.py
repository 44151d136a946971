"""The task queue: one app, and by name the areas that have tasks."""

import os

from celery import Celery

from config.running import traces as traces  # hears the signals of tasks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.plain")

AREAS_WITH_TASKS: list[str] = [
    "accounts.people",
    "mentorship.profiles",
    "mentorship.conversations",
    "mentorship.queue",
    "mentorship.intake",
    "mentorship.sample",
]

app = Celery("quality_queue")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks([*AREAS_WITH_TASKS, "config.running"])
app.steps["worker"].add("config.running.worker:BeatComesBack")  # read by a worker alone
