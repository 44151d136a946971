"""Pages for what did not work. Those of a server error need no session and no database."""

import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from config.bodies import largest_body
from config.context import community
from config.crisis import urgent_help
from config.middleware import Answer
from mentorship.home.pages import Viewer, frame_for

SECRET_WORDS = ("password", "token", "code", "secret", "csrf", "credential")
SHOWN_AGAIN = 20
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, OSError)
TRY_AGAIN_AFTER = "30"


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """The page of a refusal in the frame the person knows, or in a plain one."""
    # After a choice of theme the way is home: the body must not repeat what was asked for.
    context |= {"again": _again(request), "theme_next": "/"}
    try:
        return HttpResponse(render_to_string(f"{status}.html", context, request), status=status)
    except DatabaseError:
        return _plain_page(request, status, **context)


def _plain_page(
    request: HttpRequest, status: int, template: str = "", **context: Any
) -> HttpResponse:
    """The same without anything that the database knows: the frame of a visitor."""
    known = {
        **community(request),
        **frame_for(Viewer(), request),
        "urgent_help": urgent_help(),
        "LANGUAGE_CODE": settings.LANGUAGE_CODE,
        "theme_choices": (),  # its form needs a token
        "again": _again(request),
        **context,
    }
    return HttpResponse(render_to_string(template or f"{status}.html", known), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One body for what is not there and what is not the viewer's; what they sent, to copy."""
    try:
        typed = _typed(request)
    except UNREADABLE:  # no page was there to say so
        typed = []
    return _page(request, 404, typed=typed)


def gone(request: HttpRequest) -> HttpResponse:
    return _page(request, 410)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return _page(request, 429)


def too_large(answer: Answer) -> Answer:
    """A body that is announced larger than its page takes is not read at all."""

    def checked(request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > largest_body(request.path):
            return _page(request, 413)
        return answer(request)

    return checked


def unavailable(request: HttpRequest) -> HttpResponse:
    response = _plain_page(request, 503)
    response["Retry-After"] = TRY_AGAIN_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault; a database that does not answer is 503, and urgent help is shown all the same."""
    fault = sys.exc_info()[1]
    if isinstance(fault, (DatabaseError, InterfaceError)):
        if request.path == reverse("urgent-help"):
            return _plain_page(request, 200, template="urgent_help.html")
        return unavailable(request)
    return _plain_page(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "", **_kwargs: Any) -> HttpResponse:
    """A form that did not come from an open page of ours: nothing is done, no word is lost."""
    return _page(request, 403, stale_form=True, typed=_typed(request))


def words_of_the_signed_out(answer: Answer) -> Answer:
    """A form that was sent after its session had ended, or after its writer came to need a second
    step: the way to where that is mended would drop its words.

    They are shown to copy. A script keeps them on its page, so it gets the plain answer.
    """

    def kept(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        if (
            request.method == "POST"
            and "HX-Request" not in request.headers
            and _leads_away(request, response)
            and _typed(request)
        ):
            response = csrf_failure(request)
            response.status_code = 401
        return response

    return kept


def _leads_away(request: HttpRequest, response: HttpResponseBase) -> bool:
    """The answer sends to the entrance, or to where a second step is set up; no act is done."""
    led = response.get("Location")
    if led == reverse("mfa_index"):
        return not request.path.startswith("/accounts/")
    return led == redirect_to_login(request.get_full_path()).url


def _typed(request: HttpRequest) -> list[dict[str, str]]:
    """What the person wrote, to copy: never passwords, tokens or what a page filled in itself."""
    written = [
        {"name": name, "words": str(value)}
        for name, value in request.POST.items()
        if " " in str(value).strip() and not any(word in name.lower() for word in SECRET_WORDS)
    ]
    return written[:SHOWN_AGAIN]


def _again(request: HttpRequest) -> str:
    """Where trying again is safe: this page, or for an act the page of ours it came from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()})
    return came_from if came_from and ours else "/"
