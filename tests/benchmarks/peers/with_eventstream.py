"""django-eventstream as its own page sets it up: one channel, listeners in the process."""

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import include, path
from django_eventstream import send_event


async def publish(_request):
    """Render the row once and hand it to everybody who listens."""
    row = render_to_string("row.html", {"row": settings.ROW_FACTS})
    await sync_to_async(send_event)("live", "row", row, json_encode=False)
    return HttpResponse("ok")


urlpatterns = [
    path("publish", publish),
    path("live", include("django_eventstream.urls"), {"channels": ["live"]}),
]
application = get_asgi_application()
