"""A mentor's weekly hours and leave, on their own clock."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from config.kit.errors import DomainError
from mentorship.profiles import operations
from mentorship.profiles.forms.sections import HoursForm, LeaveForm
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.pages import hours_page
from mentorship.profiles.views.editor import own_profile


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    mentor, at = own_profile(request), timezone.now()
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_hours(mentor=mentor, at=at, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("profiles:hours")
    return _page(request, mentor, hours=form)


@login_required
@require_POST
def add_leave(request: HttpRequest) -> HttpResponse:
    mentor, at = own_profile(request), timezone.now()
    form = LeaveForm(request.POST)
    if form.is_valid():
        today = at.astimezone(ZoneInfo(mentor.user.time_zone)).date()
        try:
            operations.add_leave(mentor=mentor, today=today, at=at, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("profiles:hours")
    return _page(request, mentor, leave=form)


@login_required
@require_POST
def remove_hours(request: HttpRequest, row: int) -> HttpResponse:
    mentor = own_profile(request)
    found = get_object_or_404(mentor.weekly_hours, pk=row)
    operations.remove_hours(mentor=mentor, hours=found, at=timezone.now())
    return redirect("profiles:hours")


@login_required
@require_POST
def remove_leave(request: HttpRequest, row: int) -> HttpResponse:
    mentor = own_profile(request)
    found = get_object_or_404(mentor.leaves, pk=row)
    operations.remove_leave(mentor=mentor, leave=found, at=timezone.now())
    return redirect("profiles:hours")


def _page(
    request: HttpRequest,
    mentor: MentorProfile,
    *,
    hours: Form | None = None,
    leave: Form | None = None,
) -> HttpResponse:
    refused = [form for form in (hours, leave) if form is not None and form.errors]
    context = {
        "page": hours_page(mentor, at=timezone.now()),
        "form": refused[0] if refused else None,
        "hours_form": hours or HoursForm(),
        "leave_form": leave or LeaveForm(),
    }
    return render(request, "profiles/hours.html", context, status=422 if refused else 200)
