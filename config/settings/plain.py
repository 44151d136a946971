"""`make up`: plain HTTP. Drops only `__Host-` names, Secure, HSTS and the redirect."""

from config import env, schedule
from config.settings.base import *  # noqa: F403

SECRET_KEY = env.secret_key_or_own()
ALLOWED_HOSTS = env.plain_hosts()

SAMPLE = env.flag("SAMPLE", default=True)
TEEN_SPACE_OPEN = SAMPLE
STAFF_NEED_SECOND_FACTOR = not SAMPLE
CELERY_BEAT_SCHEDULE = schedule.BEAT | (schedule.SAMPLE_BEAT if SAMPLE else {})

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SESSION_COOKIE_NAME = "sessionid"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_NAME = "csrftoken"
CSRF_COOKIE_SECURE = False
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SECURE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
SITE_URL = env.site_url(plain=True)
# Browsers trust localhost with passkeys over plain HTTP; the library would not.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Ctrl-C ends everything within 5 s; a task that was cut short is due again.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 1
