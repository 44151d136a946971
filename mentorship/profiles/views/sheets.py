"""Lists of the role as sheets for coordinators: what their pages show, on every page of them."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.people.views import coordinator_required, exported
from config.kit.nouns import noun
from mentorship.profiles.models import MentorApplication, MentorProfile
from mentorship.profiles.pages.roles import mentors_listed, record_of

AT_ONCE = 500


@coordinator_required
@require_safe
def mentors_sheet(request: HttpRequest) -> HttpResponseBase:
    words = request.GET.get("q", "")[:100]
    rows = (
        (
            mentor.user.display_name,
            mentor.user.username,
            mentor.get_state_display(),
            mentor.user.get_band_display(),
            mentor.cleared_until,
            not mentor.user.is_dormant,
        )
        for mentor in mentors_listed(words, at=timezone.now()).iterator(chunk_size=AT_ONCE)
    )
    header = [_("Name"), _("Handle"), _("State"), _("Age"), _("Cleared until"), _("Has signed in")]
    return exported(request, noun("mentor").plural, header, rows, q=words)


@coordinator_required
@require_safe
def applications_sheet(request: HttpRequest) -> HttpResponseBase:
    waiting = MentorApplication.objects.filter(decided_at=None).order_by("submitted_at")
    rows = waiting.values_list("user__display_name", "user__username", "submitted_at")
    header = [_("Name"), _("Handle"), _("Sent")]
    return exported(request, "applications", header, rows.iterator())


@coordinator_required
@require_safe
def record_sheet(request: HttpRequest, handle: str) -> HttpResponseBase:
    mentor = get_object_or_404(MentorProfile, user__username__iexact=handle)
    entries = record_of(mentor).iterator(chunk_size=AT_ONCE)
    rows = ((entry.at, entry.actor, entry.act, entry.reason) for entry in entries)
    header = [_("When"), _("By"), _("What was done"), _("Reason")]
    return exported(request, f"record-{handle}", header, rows)
