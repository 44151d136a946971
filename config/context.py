"""What every template may read: the nouns, and whether this is the sample community."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def community(request: HttpRequest) -> dict[str, Any]:
    return {
        "noun": settings.NOUNS,
        "sample": settings.SAMPLE,
        "host": settings.HOST_SIGN_IN,
        "teen_space_open": settings.TEEN_SPACE_OPEN,
        "community_time_zone": settings.COMMUNITY_TIME_ZONE,
    }
