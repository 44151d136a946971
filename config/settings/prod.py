"""A deployment behind HTTPS."""

from config import env
from config.settings.base import *  # noqa: F403

SECRET_KEY = env.secret_key()
