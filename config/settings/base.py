"""All settings, in Django's own order. Values of the environment come through `config.env` only."""

from email.utils import formataddr
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env, schedule
from config.kit.nouns import Noun
from config.logs import LOGGING as LOGGING
from config.static_headers import add_headers

BASE_DIR = env.ROOT
VAR = env.VAR

DEBUG = False
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS

# The community -----------------------------------------------------------------

SAMPLE: bool = env.flag("SAMPLE", default=False)
TEEN_SPACE_OPEN: bool = SAMPLE
STAFF_NEED_SECOND_FACTOR: bool = not SAMPLE
COMMUNITY_TIME_ZONE = env.COMMUNITY_TIME_ZONE
URGENT_HELP_DIR = env.URGENT_HELP_DIR
NOUNS = {
    "mentor": Noun(*env.noun("mentor", ("mentor", "mentors", "a"))),
    "listener": Noun(*env.noun("listener", ("listener", "listeners", "a"))),
    "member": Noun(*env.noun("member", ("member", "members", "a"))),
    "cheers": Noun(*env.noun("cheers", ("cheer", "cheers", "a"))),
    "product": Noun(*env.noun("product", ("Quality Queue", "Quality Queues", "the"))),
}

# Application -------------------------------------------------------------------

INSTALLED_APPS = [
    "config",
    "accounts",
    "mentorship",
    "config.apps.BackRoomConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "django_htmx",
]

WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers

MIDDLEWARE = [
    "config.middleware.request_id",
    # Headers first: what the ones below answer by themselves carries them as well.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "mentorship.sharing.middleware.without_cookies",
    "config.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.actor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.refusals.too_large",
    "config.refusals.words_of_the_signed_out",
    "config.middleware.session_activity",
    "accounts.people.middleware.here",
    "accounts.people.middleware.second_factor",
    "accounts.people.middleware.AdminAsksAgain",
    "accounts.people.middleware.RefusedFormStatus",
    "config.middleware.time_zone",
    "mentorship.queue.receivers.seen_by_any_request",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.community",
                "mentorship.home.pages.frame",
            ],
        },
    },
]

# Database ----------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, dict[str, Any]] = {"default": env.database()}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | {
        "connect_timeout": 3,
        "options": f"-c statement_timeout={env.statement_timeout()} -c lock_timeout=2000 "
        f"-c idle_in_transaction_session_timeout={2 * env.statement_timeout()}",
    }
DATABASES["default"] |= {"CONN_MAX_AGE": env.connection_age(), "CONN_HEALTH_CHECKS": True}

# Cache: Redis where there is one, and the database when it does not answer ------

_DATABASE_CACHE: dict[str, Any] = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache_rows",
    "OPTIONS": {"MAX_ENTRIES": 10_000},
}
REDIS_URL = env.redis_url()
CACHES: dict[str, dict[str, Any]] = {"default": _DATABASE_CACHE, "database": _DATABASE_CACHE}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "config.cache.RedisOrDatabaseCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }

# Pages that many readers share, in the memory of the process: see directory/pages/kept.py
# and queue/pages/held.py
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "TIMEOUT": 60,
    "OPTIONS": {"MAX_ENTRIES": 200},
}

# Language and time -------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# Files -------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.STATIC_DIR
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.kit.stylesheet.JoinedStylesheetFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Whoever runs a release may not be who made its image.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
MEDIA_ROOT = VAR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 16  # the import takes 8, and has kind words for a few more
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail --------------------------------------------------------------------------

globals().update(env.email())
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.MAIL_FROM or formataddr(
    (NOUNS["product"].singular, "quality-queue@localhost")
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Security ----------------------------------------------------------------------

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.PROXY_SETS_SCHEME else None
USE_X_FORWARDED_HOST = False
SECURE_HSTS_SECONDS = env.HSTS_SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the preload list is the operator's choice
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 1_209_600
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.refusals.csrf_failure"
LANGUAGE_COOKIE_NAME = "__Host-language"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        **dict.fromkeys(("default-src", "base-uri", "frame-ancestors", "object-src"), (NONE,)),
        **dict.fromkeys(("script-src", "style-src", "img-src", "font-src"), (SELF,)),
        **dict.fromkeys(("connect-src", "manifest-src", "form-action"), (SELF,)),
    }
}

# People and sign-in: `config.settings.entrance` --------------------------------

from config.settings.entrance import *  # noqa: E402, F403

if HOST_SIGN_IN:  # the form that leads there
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = (SELF, *HOST_SIGN_IN.origins)

MFA_TOTP_ISSUER = NOUNS["product"].singular
SITE_URL = env.site_url(plain=False)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# Tasks -------------------------------------------------------------------------

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 600,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
else:
    CELERY_BROKER_URL = "filesystem://folders"
    CELERY_BROKER_TRANSPORT = "config.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR / "broker" / "queue"),
        "data_folder_out": str(VAR / "broker" / "queue"),
        "control_folder": str(VAR / "broker" / "control"),
        "store_processed": False,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that is away for an hour comes back, too
CELERY_TASK_PUBLISH_RETRY = False
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CONSUMER = "config.running.worker:Consumer"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")
CELERY_BEAT_SCHEDULE = schedule.BEAT | (schedule.SAMPLE_BEAT if SAMPLE else {})

# Streams -----------------------------------------------------------------------

LIVE_STREAMS = env.LIVE_STREAMS
LIVE_STREAMS_PER_PERSON = env.LIVE_STREAMS_PER_PERSON

# The host's own pages -----------------------------------------------------------

EMBED_ORIGINS = env.embed_origins()
EMBED_STREAMS = env.EMBED_STREAMS
