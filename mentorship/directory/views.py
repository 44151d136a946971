"""The page of the directory; its fragment is the same region, refreshed as filters change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.kit.partials import wants_fragment
from config.live.page import watch
from mentorship.directory.filters import SORTS
from mentorship.directory.pages.kept import kept_directory
from mentorship.profiles.live import channel_of


@require_safe
def mentors(request: HttpRequest) -> HttpResponse:
    channel, as_fragment = channel_of(request.user), wants_fragment(request)
    version = watch(request, channel)[channel]
    kept = kept_directory(
        request.user, request.GET, version=version, as_fragment=as_fragment, at=timezone.now()
    )
    if as_fragment:
        return HttpResponse(kept.results)
    return render(request, "directory/mentors.html", {"kept": kept, "sorts": SORTS})
