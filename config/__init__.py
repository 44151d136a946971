"""The wiring of the product: settings, sitemap, tasks, streams and the tools below every app."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
