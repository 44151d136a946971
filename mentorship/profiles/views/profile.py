"""One mentor's page."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from config.live.page import watch
from mentorship.profiles.live import channel_of
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.pages import profile_page, with_sections


@require_safe
def profile(request: HttpRequest, handle: str) -> HttpResponse:
    at = timezone.now()
    watch(request, channel_of(request.user))
    seen = with_sections(MentorProfile.objects.visible_to(request.user, at=at))
    mentor = get_object_or_404(seen, user__username__iexact=handle)
    zone = ZoneInfo(timezone.get_current_timezone_name())
    page = profile_page(request.user, mentor, zone=zone, at=at)
    return render(request, "profiles/profile.html", {"page": page, "at": at})
