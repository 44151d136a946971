"""The role: a listener applies, coordinators decide."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views import coordinator_required, person_of
from accounts.people.views.again import asks_again
from config.kit.errors import DomainError
from config.kit.paging import page_of
from mentorship.profiles import operations
from mentorship.profiles.forms.roles import (
    ApplicationForm,
    ClearanceForm,
    ReasonForm,
    StateForm,
    TracksForm,
)
from mentorship.profiles.models import MentorApplication, MentorProfile
from mentorship.profiles.pages.roles import applying_page, mentor_page, mentors_listed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    form = ApplicationForm(request.POST or None, applicant=person_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.apply_for_role(
                user=person_of(request), at=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The coordinators have your application."))
            return redirect("profiles:apply")
    context = {"form": form, "page": applying_page(person_of(request))}
    status = 422 if form.errors else 200
    return render(request, "profiles/apply.html", context, status=status)


@coordinator_required
@require_safe
def applications(request: HttpRequest) -> HttpResponse:
    waiting = MentorApplication.objects.filter(decided_at=None).order_by("submitted_at")
    page = page_of(waiting.select_related("user"), request.GET.get("page"))
    return render(request, "profiles/applications.html", {"page": page, "at": timezone.now()})


@coordinator_required
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, public_id: UUID) -> HttpResponse:
    asked = MentorApplication.objects.filter(decided_at=None).select_related("user")
    found = get_object_or_404(asked.exclude(user=person_of(request)), public_id=public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approves = request.POST.get("decision") == MentorApplication.Decision.APPROVED
        decide: Callable[..., Any] = (
            operations.approve_application if approves else operations.decline_application
        )
        if _done(form, decide, application=found, actor=request.user):
            messages.success(request, _("Decided and recorded."))
            return redirect("profiles:applications")
    context = {"form": form, "application": found, "topics": found.topics.all()}
    status = 422 if form.errors else 200
    return render(request, "profiles/application.html", context, status=status)


@coordinator_required
@require_safe
def mentors(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    page = page_of(mentors_listed(words, at=timezone.now()), request.GET.get("page"))
    context = {"page": page, "words": words, "query": urlencode({"q": words})}
    return render(request, "profiles/mentors.html", context)


@coordinator_required
@require_safe
def mentor(request: HttpRequest, handle: str) -> HttpResponse:
    return _mentor(request, _found(handle))


@coordinator_required
@asks_again
@require_POST
def change_state(request: HttpRequest, handle: str) -> HttpResponse:
    return _act(request, handle, StateForm(request.POST), operations.change_state, "state")


@coordinator_required
@asks_again
@require_POST
def grant_clearance(request: HttpRequest, handle: str) -> HttpResponse:
    form = ClearanceForm(request.POST)
    return _act(request, handle, form, operations.grant_clearance, "clearance")


@coordinator_required
@require_POST
def end_clearance(request: HttpRequest, handle: str) -> HttpResponse:
    return _act(request, handle, ReasonForm(request.POST), operations.end_clearance, "ending")


@coordinator_required
@require_POST
def set_tracks(request: HttpRequest, handle: str) -> HttpResponse:
    return _act(request, handle, TracksForm(request.POST), operations.set_tracks, "tracks")


def _act(
    request: HttpRequest, handle: str, form: Any, act: Callable[..., Any], name: str
) -> HttpResponse:
    found = _found(handle)
    if form.is_valid() and _done(form, act, mentor=found, actor=request.user):
        messages.success(request, _("Done and recorded."))
        return redirect("profiles:mentor", found.user.username)
    return _mentor(request, found, **{name: form})


def _done(form: Any, act: Callable[..., Any], **subject: Any) -> bool:
    """Do `act` with the clean values; a refusal goes onto the form."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "decision"}
    try:
        act(**subject, **values, at=timezone.now())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _found(handle: str) -> MentorProfile:
    mentors = MentorProfile.objects.select_related("user").prefetch_related("tracks")
    return get_object_or_404(mentors, user__username__iexact=handle)


def _mentor(request: HttpRequest, found: MentorProfile, **forms: Any) -> HttpResponse:
    chosen = {"tracks": [track.pk for track in found.tracks.all()]}
    context = {
        "page": mentor_page(found, at=timezone.now()),
        "state": forms.get("state") or StateForm(auto_id="state_%s"),
        "clearance": forms.get("clearance") or ClearanceForm(auto_id="clearance_%s"),
        "ending": forms.get("ending") or ReasonForm(auto_id="ending_%s"),
        "tracks": forms.get("tracks") or TracksForm(initial=chosen, auto_id="tracks_%s"),
        "form": next(iter(forms.values()), None),
        "is_self": found.user_id == request.user.pk,
    }
    return render(request, "profiles/mentor.html", context, status=422 if forms else 200)
