"""The real server with one toy channel: `python -m tests.config.live.server`.

What `toy:a` shows is the text of the file TOY_FILE, `toy:large` is larger than
any buffer. The version rows are made when it starts.
"""

import os
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from config.live import registry, serve  # noqa: E402


def render(channel, keys, language):
    if channel == "toy:large":
        return {"1": registry.Frame("x" * 8_000_000)}
    return {"1": registry.Frame(Path(os.environ["TOY_FILE"]).read_text())}


registry.register("toy", render=render, admit=lambda channel, reader: registry.ReaderSet())
call_command("migrate", "config", verbosity=0)
connections.close_all()
serve.main()
