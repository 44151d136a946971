"""Channels as its own pages set it up: one group, and a consumer that sends what the group gets."""

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path


class Live(AsyncWebsocketConsumer):
    groups = ["live"]

    async def row(self, event):
        await self.send(text_data=event["text"])


async def publish(_request):
    """Render the row once and hand it to everybody in the group."""
    row = render_to_string("row.html", {"row": settings.ROW_FACTS})
    await get_channel_layer().group_send("live", {"type": "row", "text": row})
    return HttpResponse("ok")


urlpatterns = [path("publish", publish)]
application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": URLRouter([path("live", Live.as_asgi())]),
    }
)
