"""`{% live_stream %}` in the head of the base template: token, channels and versions for
live.js.
"""

from typing import Any

from django import template
from django.db import DatabaseError
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.live.page import token_for, watched

register = template.Library()


@register.simple_tag(takes_context=True)
def live_stream(context: dict[str, Any]) -> SafeString | str:
    """The page's stream as a meta element; nothing on a page that shows nothing live."""
    request = context.get("request")
    if request is None or not hasattr(request, "user"):
        return ""
    try:
        page = watched(request)
    except DatabaseError:  # pages that are shown when the database is down are shown without
        return ""
    if not page.versions:
        return ""
    channels = list(page.versions)
    return format_html(
        '<meta name="live" content="{}" data-channels="{}" data-seen="{}">',
        token_for(request, channels),
        " ".join(channels),
        page.seen,
    )
