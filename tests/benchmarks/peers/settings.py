"""The small Django site in which each peer runs, as `startproject` and the peer's page set it up.

Runs on the packages of requirements-peers.txt alone, so nothing here imports the project.
"""

import os

PEER = os.environ["PEER"]
REDIS = os.environ.get("PEER_REDIS", "")

SECRET_KEY = "x" * 50
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = f"tests.benchmarks.peers.with_{PEER}"
INSTALLED_APPS = [
    {"eventstream": "django_eventstream", "channels": "channels"}[PEER],
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"

ROW = "<article class=row><h3>{{ row.name }}</h3><p>{{ row.words }}</p></article>"
ROW_FACTS = {"name": "Mentor 1", "words": "x" * (int(os.environ.get("ROW_BYTES", "1250")) - 90)}
_LOADER = ("django.template.loaders.locmem.Loader", {"row.html": ROW})
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.cached.Loader", [_LOADER])]},
    }
]

# The pool of redis-py holds 100 connections; more readers than that who come at once would fail.
_HOST = {"address": REDIS, "max_connections": 20_000}
_IN_MEMORY = {"BACKEND": "channels.layers.InMemoryChannelLayer"}
_IN_REDIS = {
    "BACKEND": "channels_redis.core.RedisChannelLayer",
    "CONFIG": {"hosts": [_HOST], "prefix": os.environ.get("PEER_PREFIX", "asgi")},
}
CHANNEL_LAYERS = {"default": _IN_REDIS if REDIS else _IN_MEMORY}
