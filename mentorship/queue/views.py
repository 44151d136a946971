from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.kit.errors import DomainError
from config.kit.partials import wants_fragment
from config.live.page import watch
from mentorship.profiles.live import channel_of
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.operations import extend_window, go_away, note_beat, start_window
from mentorship.queue import live
from mentorship.queue.pages import SORT_WORDS, ListOf, list_html, open_chats
from mentorship.queue.pages.presence import (
    CHOICES,
    forget_profile,
    own_profile,
    presence_of,
)
from mentorship.queue.rules import Wish


@require_safe
def live_list(request: HttpRequest) -> HttpResponse:
    seen = request.GET.get("seen")
    if seen and live.is_current(request.user, seen):
        return HttpResponse(status=204)
    at = timezone.now()
    channel = channel_of(request.user)
    version = watch(request, channel)[channel]
    wish = Wish.from_query(request.GET)
    asked = ListOf(request.user, own_profile(request), channel, version)
    html = list_html(asked, wish, at=at)
    if wants_fragment(request):
        return HttpResponse(html.rows)
    context = {
        "list": html,
        "chats": open_chats(request.user),
        "wish": wish,
        "sorts": SORT_WORDS.items(),
        "at": at,
    }
    return render(request, "queue/live_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def presence(request: HttpRequest) -> HttpResponse:
    mentor = _own_profile_or_404(request)
    at = timezone.now()
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            mentor = _changed(mentor, request, at=at)
        except DomainError as refusal:
            context["refusal"] = refusal.message
        forget_profile(request)
    status = 422 if context else 200
    if not wants_fragment(request) and not context:
        return HttpResponseRedirect(_way_back(request))
    context |= {"own_presence": presence_of(mentor, at=at), "at": at, "next": _way_back(request)}
    template = "queue/_presence.html" if wants_fragment(request) else "queue/presence.html"
    return render(request, template, context, status=status)


@login_required
@require_POST
def beat(request: HttpRequest) -> HttpResponse:
    mentor = _own_profile_or_404(request)
    note_beat(mentor=mentor, at=timezone.now())
    return HttpResponse(status=204)


def _own_profile_or_404(request: HttpRequest) -> MentorProfile:
    mentor = own_profile(request)
    if mentor is None:
        raise Http404
    return mentor


def _changed(mentor: MentorProfile, request: HttpRequest, *, at: datetime) -> MentorProfile:
    if "extend" in request.POST:
        return extend_window(mentor=mentor, at=at)
    if request.POST.get("state") == "here":
        if "minutes" not in request.POST and mentor.here_until and mentor.here_until > at:
            return mentor  # the plain form was saved as it was; that must not cut the window short
        wanted = request.POST.get("minutes", "")
        minutes = int(wanted) if wanted in map(str, CHOICES) else CHOICES[1]
        return start_window(mentor=mentor, at=at, minutes=minutes)
    return go_away(mentor=mentor, at=at)


def _way_back(request: HttpRequest) -> str:
    back = request.POST.get("next", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return reverse("queue:live-list")
