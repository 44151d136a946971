"""The page of the directory; its fragment is the same region, refreshed as filters change."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.kit.partials import render_page
from config.live.page import watch
from mentorship.directory.filters import SORTS
from mentorship.directory.pages.directory import directory_page
from mentorship.profiles.live import channel_of


@require_safe
def mentors(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    watch(request, channel_of(request.user))
    page = directory_page(
        request.user, request.GET, zone=timezone.get_current_timezone_name(), at=at
    )
    context = {"directory": page, "sorts": SORTS, "at": at}
    return render_page(request, "directory/mentors.html", "directory/_results.html", context)
