"""A page and its fragment share one template; the request says which of the two it wants."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def wants_fragment(request: HttpRequest) -> bool:
    """True for a htmx request that swaps a part, false for boosted and history requests."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx and not htmx.boosted and not htmx.history_restore_request)


def render_page(
    request: HttpRequest, page: str, fragment: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer with the whole `page`, or only with `fragment` where htmx asked for it."""
    template = fragment if wants_fragment(request) else page
    return render(request, template, context, status=status)
