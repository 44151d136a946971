"""Pages of the house itself: they know no domain and need no database."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from config.crisis import urgent_help as read_urgent_help


@require_safe
def urgent_help(request: HttpRequest) -> HttpResponse:
    page = {"urgent_help": read_urgent_help()}
    return HttpResponse(render_to_string("urgent_help.html", page, request))


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("accessibility.html", {}, request))


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("privacy.html", {}, request))
