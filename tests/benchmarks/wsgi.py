"""The project's pages as they are deployed, beside two of the benchmark behind the same
middleware.
"""

from django.conf import settings

from config.wsgi import application

settings.ROOT_URLCONF = "tests.benchmarks.urls"

__all__ = ["application"]
