"""What would be written to the log, for tests to read."""

import io
import logging
from contextlib import contextmanager
from logging.config import DictConfigurator

from config.logs import LOGGING

LINE = LOGGING["formatters"]["line"]


@contextmanager
def written():
    """Everything that is logged meanwhile, as the lines of a deployment."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(DictConfigurator(LOGGING).configure_formatter(dict(LINE)))
    logging.getLogger().addHandler(handler)
    try:
        yield out
    finally:
        logging.getLogger().removeHandler(handler)
