"""What pages of other sites show of this one: a frame and a picture, which know nobody."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.people.models import Theme
from config.live import publish
from config.live.tokens import Claims, issue
from mentorship.profiles.live import OUTSIDE
from mentorship.sharing.pages.outside import badge, outside_page

View = Callable[[HttpRequest], HttpResponseBase]

BADGE_KEPT = 30  # seconds, in any cache on the way


def for_other_sites(view: View) -> View:
    """Only where the operator names sites for it; else the page is not there at all."""

    @wraps(view)
    def switched(request: HttpRequest) -> HttpResponseBase:
        if not settings.EMBED_ORIGINS:
            raise Http404
        response = view(request)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return switched


@for_other_sites
@require_safe
def embed_queue(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: its context would ask who is signed in."""
    version, language = publish.version(OUTSIDE), get_language() or settings.LANGUAGE_CODE
    if request.GET.get("seen") == str(version):
        response = HttpResponse(status=204)
    else:
        theme, at = request.GET.get("theme", ""), timezone.now()
        context = {
            "page": outside_page(at=at),
            "channel": OUTSIDE,
            "version": version,
            "token": issue(Claims(person="", session="", language=language, channels=(OUTSIDE,))),
            "theme": theme if theme in (Theme.LIGHT, Theme.DARK) else "",
            "language": language,
            "noun": settings.NOUNS,
            "sample": settings.SAMPLE,
            "at": at,
        }
        response = HttpResponse(render_to_string("sharing/embed_queue.html", context))
    response["Cache-Control"] = "no-cache"
    response._csp_replace = {"frame-ancestors": settings.EMBED_ORIGINS}  # type: ignore[attr-defined]
    response.xframe_options_exempt = True
    return response


@for_other_sites
@require_safe
def here_now_badge(request: HttpRequest) -> HttpResponseBase:
    shown = badge(at=timezone.now())
    picture = render_to_string("sharing/badge.svg", {"badge": shown})
    response = HttpResponse(picture, content_type="image/svg+xml")
    etag = f'"{hashlib.sha256(picture.encode()).hexdigest()[:16]}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={BADGE_KEPT}"
    return get_conditional_response(request, etag=etag, response=response) or response
