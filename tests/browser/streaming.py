"""The site as it is served, streams and all, on the database of the test."""

import threading
from contextlib import contextmanager

import uvicorn
from django.core.asgi import get_asgi_application

from config.live.asgi import WithLive
from config.live.serve import listen


class StreamingSite:
    """One uvicorn in a thread of this process. `url` is where it answers."""

    def __init__(self):
        self.application = WithLive(get_asgi_application())
        self.socket = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        config = uvicorn.Config(self.application, lifespan="on", ws="none", log_config=None)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.thread.start()

    @contextmanager
    def brings_everything(self):
        """What is shown meanwhile came by one stream: a page that lost it would ask instead."""
        joined, join = [], self.application.hub.join

        async def noted(stream, seen):
            joined.append(stream)
            await join(stream, seen)

        self.application.hub.join = noted
        yield
        assert set(joined) == self.application.hub.streams
        assert len(joined) == 1

    def stop(self):
        self.application.close()
        self.server.should_exit = True
        self.thread.join(60)
        assert not self.thread.is_alive()
