"""Pages of coordinators and moderators about people."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people import operations
from accounts.people.forms import BandDecisionForm, BatchForm, GrantForm, RoleForm
from accounts.people.models import Band, Invitation, User
from accounts.people.operations import grant_role, release_invitations, settle_band
from accounts.people.views import coordinator_required, moderator_required, person_of
from accounts.people.views.again import asks_again
from accounts.safeguarding.models import BandQuestion
from config.kit.errors import DomainError
from config.kit.paging import page_of


@coordinator_required
@require_safe
def coordination(request: HttpRequest) -> HttpResponse:
    waiting = User.objects.to_invite(teens=settings.TEEN_SPACE_OPEN).count()
    return render(request, "people/coordination.html", {"waiting": waiting})


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """GET asks how many; with a count in the address it asks once more; POST releases."""
    form = BatchForm(request.POST or request.GET or None)
    if request.method == "POST" and form.is_valid():
        try:
            released = release_invitations(
                count=form.cleaned_data["count"], actor=person_of(request), at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            words = ngettext("%d letter leaves now.", "%d letters leave now.", len(released))
            messages.success(request, words % len(released))
            return redirect("people:invitations")
    waiting = User.objects.to_invite(teens=settings.TEEN_SPACE_OPEN).count()
    sure = form.is_bound and form.is_valid() and request.method == "GET"
    context = {
        "form": form,
        "waiting": waiting,
        "released": Invitation.objects.count(),
        "accepted": Invitation.objects.filter(accepted_at__isnull=False).count(),
        "asked": min(form.cleaned_data["count"], waiting) if sure else 0,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "people/invitations.html", context, status=status)


@coordinator_required
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            person = grant_role(
                user=clean["handle"],
                role=clean["role"],
                reason=clean["reason"],
                actor=person_of(request),
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("handle", refusal.message)
        else:
            messages.success(request, _("%s has the role now.") % person)
            return redirect("people:roles")
    page = page_of(User.objects.staff().order_by("username"), request.GET.get("page"))
    context = {"form": form, "page": page}
    status = 422 if form.errors else 200
    return render(request, "people/roles.html", context, status=status)


@coordinator_required
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = get_object_or_404(User.objects.staff(), public_id=public_id)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.end_role(
                user=person, actor=person_of(request), at=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The role has ended."))
            return redirect("people:roles")
    context = {"form": form, "person": person}
    status = 422 if form.errors else 200
    return render(request, "people/end_role.html", context, status=status)


@moderator_required
@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    return redirect("moderation:reports")


@moderator_required
@require_safe
def band_questions(request: HttpRequest) -> HttpResponse:
    questions = BandQuestion.objects.open().select_related("user")
    page = page_of(questions, request.GET.get("page"))
    return render(request, "safeguarding/band_questions.html", {"page": page})


@moderator_required
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def band_question(request: HttpRequest, public_id: UUID) -> HttpResponse:
    question = get_object_or_404(
        BandQuestion.objects.open().exclude(user=person_of(request)).select_related("user"),
        public_id=public_id,
    )
    form = BandDecisionForm(request.POST or None, choices=_bands(question))
    if request.method == "POST" and form.is_valid():
        try:
            settle_band(question, actor=person_of(request), at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Decided and recorded."))
            return redirect("people:band-questions")
    context = {"form": form, "question": question}
    status = 422 if form.errors else 200
    return render(request, "safeguarding/band_question.html", context, status=status)


def _bands(question: BandQuestion) -> list[tuple[str, str]]:
    stated = Band(question.stated_band).label
    imported = Band(question.imported_band).label
    return [
        (BandQuestion.Decision.STATED, _("%s, as the person says") % stated),
        (BandQuestion.Decision.IMPORTED, _("%s, as it was imported") % imported),
    ]
