"""Streams and pages over ASGI: `/live/` is answered here, everything else by Django."""

import os

from django.core.asgi import get_asgi_application

from config.bodies import WithBodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
os.environ.setdefault("STATEMENT_TIMEOUT", "5000")

pages = WithBodyLimit(get_asgi_application())  # loads the apps, which the streams need

from config.live.asgi import WithLive  # noqa: E402

application = WithLive(pages)
