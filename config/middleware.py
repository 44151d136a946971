"""What every request gets: a name for the logs, private headers, the viewer's clock."""

import re
import time
import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from config import env, metrics

Answer = Callable[[HttpRequest], HttpResponseBase]

logger = structlog.get_logger(__name__)

NOTED, NOTE_EVERY = "noted", 300  # seconds
SLOW = 1.0  # seconds
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
REQUEST_ID = re.compile(r"[0-9a-zA-Z-]{8,64}")


def request_id(answer: Answer) -> Answer:
    """Name each request; the name is in its log lines and in `X-Request-ID`."""

    def named(request: HttpRequest) -> HttpResponseBase:
        given, began = request.headers.get("X-Request-ID", ""), time.monotonic()
        name = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = name  # type: ignore[attr-defined]
        # Whoever asks is added once the session is read, and forgotten here with the name.
        with structlog.contextvars.bound_contextvars(request_id=name, actor=None):
            response = answer(request)
            _note(request, response, time.monotonic() - began)
        response["X-Request-ID"] = name
        return response

    return named


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count the request. A line for an act, a refusal, and what took long.

    By the name of the view, since a path may hold a key.
    """
    method = request.method if request.method in METHODS else "other"
    view = request.resolver_match.view_name if request.resolver_match else ""
    status = response.status_code
    if metrics.numbers is not None:
        static = "static" if request.path.startswith(settings.STATIC_URL) else "none"
        metrics.numbers.note_request(
            view=view or static, method=method, status=status, seconds=seconds
        )
    plain = method in ("GET", "HEAD") and status < 400 and seconds < SLOW
    if env.LOG_REQUESTS or not plain:
        logger.info("request", method=method, view=view, status=status, ms=round(seconds * 1000))


def actor(answer: Answer) -> Answer:
    """Lines from here on carry the id of whoever asks: never a name, never an address."""

    def known(request: HttpRequest) -> HttpResponseBase:
        try:
            public_id = getattr(request.user, "public_id", None)
        except DatabaseError:
            public_id = None  # urgent help is shown when the database is down
        if public_id is not None:
            structlog.contextvars.bind_contextvars(actor=str(public_id))
        return answer(request)

    return known


def security_headers(answer: Answer) -> Answer:
    """Headers that Django does not set, on every answer."""

    def guarded(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return guarded


def private_pages(answer: Answer) -> Answer:
    """Pages of signed-in people are kept by no cache; those of others differ by cookie."""

    def kept_private(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            or settings.SESSION_COOKIE_NAME in response.cookies
        ):
            response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    return kept_private


def session_activity(answer: Answer) -> Answer:
    """Note where a signed-in person's session was last used: every five minutes, not each time.

    allauth's own middleware does it in five statements of every request.
    """

    from allauth.usersessions.models import UserSession  # noqa: PLC0415  (apps are ready by now)

    def noted(request: HttpRequest) -> HttpResponseBase:
        now = time.time()
        try:
            if request.user.is_authenticated and request.session.get(NOTED, 0) < now - NOTE_EVERY:
                request.session[NOTED] = now
                UserSession.objects.create_from_request(request)
        except DatabaseError:
            # Urgent help is shown when the database is down, to signed-in people too.
            logger.warning("session.unknown")
        return answer(request)

    return noted


def time_zone(answer: Answer) -> Answer:
    """Show times in the viewer's zone; a stranger's is the community's."""

    def shown(request: HttpRequest) -> HttpResponseBase:
        with timezone.override(_zone_of(request)):
            return answer(request)

    return shown


def _zone_of(request: HttpRequest) -> ZoneInfo:
    try:
        name = getattr(request.user, "time_zone", "") or settings.COMMUNITY_TIME_ZONE
        return ZoneInfo(name)
    except (DatabaseError, ValueError, KeyError):
        # Pages that need no database, such as urgent help, are shown when it is down.
        return ZoneInfo(settings.COMMUNITY_TIME_ZONE)
