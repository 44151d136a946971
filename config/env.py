"""Every value the environment may set: one typed, documented line each.

Nothing else reads `os.environ`. A wrong value stops the start with one sentence
that names the variable and says what to do.
"""

import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent

_env = environ.Env()


def flag(name: str, *, default: bool) -> bool:
    """`name` as yes (1, true, yes, on) or no (0, false, no, off)."""
    value = _env.str(name, default="1" if default else "0").strip().lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off", ""}:
        raise ImproperlyConfigured(f"{name} is {value!r}: give 1 for yes or 0 for no.")
    return value in {"1", "true", "yes", "on"}


def number(name: str, *, default: int) -> int:
    """`name` as a whole number that is not negative."""
    value = _env.str(name, default=str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}: give a whole number, such as {default}.")
    return int(value)


def words(name: str) -> list[str]:
    """`name` as words between commas, with or without spaces around them."""
    return [word.strip() for word in _env.list(name, default=[]) if word.strip()]


# The folder of everything this machine keeps: database, keys, mails, broker.
VAR: Path = Path(_env.str("VAR_DIR", default=str(ROOT / "var"))).resolve()
# The folder of the collected static files, which may belong to the release instead of the machine.
STATIC_DIR: Path = Path(_env.str("STATIC_DIR", default=str(VAR / "static"))).resolve()
# Where the site answers.
HOST: str = _env.str("HOST", default="") or "127.0.0.1"
ALLOWED_HOSTS: list[str] = words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS: list[str] = words("CSRF_TRUSTED_ORIGINS")
# How many proxies in front of the site set X-Forwarded-For; 0 means that the header is ignored.
TRUSTED_PROXY_COUNT: int = number("TRUSTED_PROXY_COUNT", default=0)
# The proxy strips X-Forwarded-Proto from the outside and sets its own.
PROXY_SETS_SCHEME: bool = flag("PROXY_SETS_SCHEME", default=False)
HSTS_SECONDS: int = number("HSTS_SECONDS", default=31_536_000)
# Earlier secret keys, still accepted for signatures.
SECRET_KEY_FALLBACKS: list[str] = words("SECRET_KEY_FALLBACKS")
# The sender of mails; without one, the product's name at this machine.
MAIL_FROM: str = _env.str("MAIL_FROM", default="")
# The community's zone decides what a "day" is.
COMMUNITY_TIME_ZONE: str = _env.str("COMMUNITY_TIME_ZONE", default="UTC")
# The folder of the files that say who can help at once, one for each language.
URGENT_HELP_DIR: str = _env.str("URGENT_HELP_DIR", default=str(ROOT / "config" / "urgent_help"))
# The path of the Django admin, without slashes.
ADMIN_PATH: str = _env.str("ADMIN_PATH", default="admin")
# Streams that one process and one person may hold open.
LIVE_STREAMS: int = number("LIVE_STREAMS", default=500)
LIVE_STREAMS_PER_PERSON: int = number("LIVE_STREAMS_PER_PERSON", default=3)
# Under WSGI: processes that serve pages, and threads in each.
WEB_PROCESSES: int = number("WEB_PROCESSES", default=2)
WEB_THREADS: int = number("WEB_THREADS", default=4)
# Streams of frames in other sites' pages, counted apart from those of the site's own pages.
EMBED_STREAMS: int = number("EMBED_STREAMS", default=200)
# Whoever sends it as a bearer token may read /metrics; without one nothing is counted.
METRICS_TOKEN: str = _env.str("METRICS_TOKEN", default="")
# How a log line is written: logfmt or json.
LOG_FORMAT: str = _env.str("LOG_FORMAT", default="logfmt")
# A line for each request; without it for acts, refusals and what took longer than a second.
LOG_REQUESTS: bool = flag("LOG_REQUESTS", default=False)
# A run of the tests may name its own database, so that several can run at once.
TEST_DATABASE_NAME: str = _env.str("TEST_DATABASE_NAME", default="")

if COMMUNITY_TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(
        f"COMMUNITY_TIME_ZONE is {COMMUNITY_TIME_ZONE!r}, which is no time zone: "
        "give a name such as Europe/Berlin."
    )
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise ImproperlyConfigured("METRICS_TOKEN is short: set it to 32 random characters or more.")
if LOG_FORMAT not in {"logfmt", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}: give logfmt or json.")
COMMUNITY_ZONE = ZoneInfo(COMMUNITY_TIME_ZONE)


def embed_origins() -> list[str]:
    """EMBED_ORIGINS, the sites whose pages may show the frame of who is here; none turns it off."""
    return _origins("EMBED_ORIGINS")


def _origins(name: str) -> list[str]:
    """`name` as addresses without a path."""
    origins = [origin.rstrip("/") for origin in words(name)]
    for origin in origins:
        if not re.fullmatch(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?", origin):
            raise ImproperlyConfigured(
                f"{name} holds {origin!r}: give addresses without a path, such as "
                "https://chat.example.org, with commas between them."
            )
    return origins


@dataclass(frozen=True)
class HostSignIn:
    """The host community as a way to sign in: an OpenID Connect provider.

    `origins` are what a form may lead to on the way there.
    """

    issuer: str
    client_id: str
    secret: str
    name: str
    origins: tuple[str, ...]


def host_sign_in() -> HostSignIn | None:
    """OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME (what the button says) and
    OIDC_ORIGINS (where its sign-in page is, if not at the issuer); without an issuer it is off.
    """
    issuer = _env.str("OIDC_ISSUER", default="").rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer) if _is_address(issuer, {"https", "http"}) else None
    local = parts and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if not parts or not parts.hostname or (parts.scheme == "http" and not local) or parts.query:
        raise ImproperlyConfigured(
            f"OIDC_ISSUER is {issuer!r}: give the https address that your provider calls its "
            "issuer, such as https://id.example.org."
        )
    client_id, secret = (
        _given_with_issuer("OIDC_CLIENT_ID"),
        _given_with_issuer("OIDC_CLIENT_SECRET"),
    )
    origins = _origins("OIDC_ORIGINS") or [f"{parts.scheme}://{parts.netloc}"]
    name = _env.str("OIDC_NAME", default="") or parts.hostname
    return HostSignIn(issuer, client_id, secret, name, tuple(origins))


def _given_with_issuer(name: str) -> str:
    value = _env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is missing: your provider gives it with OIDC_ISSUER.")
    return value


def port() -> int:
    """The port of the site, 8000 unless PORT says otherwise."""
    value = _env.str("PORT", default="8000")
    if not value.isdigit() or not 0 < int(value) < 65_536:
        raise ImproperlyConfigured(f"PORT is {value!r}: give a number from 1 to 65535.")
    return int(value)


LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]


def plain_hosts() -> list[str]:
    """ALLOWED_HOSTS; without it HOST, where that is one address, and this machine's own names."""
    own = f"[{HOST}]" if ":" in HOST else HOST
    one = own not in {*LOCAL_NAMES, "0.0.0.0", "[::]"}  # noqa: S104  (compared, not bound)
    return ALLOWED_HOSTS or [*([own] if one else []), *LOCAL_NAMES]


def plain_address() -> str:
    """Where people find the site over plain HTTP: localhost, unless another name comes first."""
    local = {"localhost", "*"} & set(ALLOWED_HOSTS)
    return f"http://{'localhost' if local else plain_hosts()[0].lstrip('.')}:{port()}"


def site_url(*, plain: bool) -> str:
    """SITE_URL, the address of the site as people type it, for links that no page asked for.

    Without one, the first of ALLOWED_HOSTS or this machine.
    """
    url = _env.str("SITE_URL", default="").rstrip("/")
    if url and not (_is_address(url, {"http", "https"}) and urlsplit(url).hostname):
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}: give the address of the site, such as https://queue.example.org."
        )
    if url or plain or not ALLOWED_HOSTS:
        return url or plain_address()
    return f"https://{ALLOWED_HOSTS[0].lstrip('.')}"


def _is_address(url: str, schemes: Collection[str]) -> bool:
    """True for a URL of one of the schemes whose host and port can be read."""
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and "://" in url and parts.port != 0
    except ValueError:
        return False


def secret_key() -> str:
    """SECRET_KEY, without which a deployment does not start."""
    key = _env.str("SECRET_KEY", default="")
    if len(key) < 50:
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or short: set it to 50 random characters or more."
        )
    return key


def secret_key_or_own() -> str:
    """SECRET_KEY, or the one this machine made for itself in var/ (mode 0600)."""
    if _env.str("SECRET_KEY", default=""):
        return secret_key()
    path = VAR / "secret_key"
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def statement_timeout() -> int:
    """How long one statement may take, in milliseconds; the web processes ask for less."""
    return number("STATEMENT_TIMEOUT", default=60_000)


def connection_age() -> int:
    """How long a connection is kept between requests, in seconds; only WSGI gains by it."""
    return number("CONN_MAX_AGE", default=0)


def database() -> dict[str, Any]:
    """DATABASE_URL as Django's settings; without one, the SQLite file in var/."""
    url = _env.str("DATABASE_URL", default="")
    if not url:
        VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR / "quality-queue.sqlite3")}
    if not _is_address(url, {"postgres", "postgresql", "sqlite"}):
        raise ImproperlyConfigured(
            "DATABASE_URL is no address we know: use postgres://user:password@host:5432/name, "
            "sqlite:////folder/file, or leave it out for the file in var/."
        )
    found = environ.Env.db_url_config(url)
    if not found["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database: end it with one, "
            "as in postgres://user:password@host:5432/name."
        )
    return found


def redis_url() -> str:
    """REDIS_URL, or an empty text where there is no Redis. Celery knows no `unix` and no names."""
    url = _env.str("REDIS_URL", default="")
    known = _is_address(url, {"redis", "rediss"}) and re.fullmatch(r"/?\d*", urlsplit(url).path)
    if url and not known:
        raise ImproperlyConfigured(
            "REDIS_URL is no address we know: use redis://host:6379/0, "
            "or leave it out to run without Redis."
        )
    return url


def email() -> dict[str, Any]:
    """EMAIL_URL as Django's settings; without one, mails are files in var/mail."""
    url = _env.str("EMAIL_URL", default="")
    if not url:
        folder = VAR / "mail"
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    if not _is_address(url, environ.Env.EMAIL_SCHEMES):
        raise ImproperlyConfigured(
            "EMAIL_URL is no address we know: use smtp+tls://user:password@host:587, "
            "or leave it out to write mails to var/mail."
        )
    return environ.Env.email_url_config(url)


def noun(key: str, default: tuple[str, str, str]) -> tuple[str, str, str]:
    """NOUN_<KEY> as "singular, plural, article", as in "Guide, Guides, a"."""
    words = [word.strip() for word in _env.list(f"NOUN_{key.upper()}", default=list(default))]
    if len(words) != 3:
        raise ImproperlyConfigured(
            f'NOUN_{key.upper()} needs three parts, as in NOUN_{key.upper()}="mentor, mentors, a".'
        )
    return (words[0], words[1], words[2])
