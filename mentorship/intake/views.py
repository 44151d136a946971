"""Pages of coordinators: the imports, one of them, and what may be done with it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views import coordinator_required, exported, person_of
from accounts.people.views.again import asks_again, asks_first
from config.kit.errors import DomainError
from config.kit.paging import page_of
from config.kit.partials import render_page, wants_fragment
from mentorship.intake import operations
from mentorship.intake.forms import HandInForm
from mentorship.intake.models import ImportPlan
from mentorship.intake.pages import FILE_NAMES, PlanPage


@coordinator_required
@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    plans = ImportPlan.objects.select_related("handed_in_by")
    context = {
        "page": page_of(plans, request.GET.get("page")),
        "under_way": ImportPlan.objects.under_way().first(),
    }
    return render(request, "intake/imports.html", context)


@coordinator_required
@asks_first
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = HandInForm(request.POST, request.FILES) if posted else HandInForm()
    if posted and form.is_valid():
        try:
            plan = operations.hand_in(
                files=form.cleaned_data["export"], actor=person_of(request), at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error("export", str(refusal))
        else:
            return redirect(plan)
    context = {
        "form": form,
        "under_way": ImportPlan.objects.under_way().first(),
        "names": FILE_NAMES,
    }
    status = 422 if form.errors else 200
    return render(request, "intake/hand_in.html", context, status=status)


@coordinator_required
@require_safe
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    page = PlanPage(_plan(public_id))
    if wants_fragment(request) and request.GET.get("seen") == page.seen:
        return HttpResponse(status=204)
    return _shown(request, page)


@coordinator_required
@asks_again
@require_POST
def confirm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _act(request, public_id, operations.confirm, _("Confirmed. The import begins."))


@coordinator_required
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _act(request, public_id, operations.cancel, _("Cancelled. Nothing was imported."))


@coordinator_required
@require_safe
def faults(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    plan = _plan(public_id)
    rows = plan.faults.values_list("file", "line", "column", "sentence")
    header = [_("File"), _("Line"), _("Column"), _("What is wrong")]
    return exported(request, "import-faults", header, rows.iterator(), plan=str(plan.public_id))


@coordinator_required
@require_safe
def imports_sheet(request: HttpRequest) -> HttpResponseBase:
    plans = ImportPlan.objects.select_related("handed_in_by")
    rows = (
        (plan.handed_in_at, plan.handed_in_by, len(plan.files), plan.get_state_display())
        for plan in plans.iterator()
    )
    header = [_("Handed in"), _("By"), _("Files"), _("State")]
    return exported(request, "imports", header, rows)


def _act(
    request: HttpRequest, public_id: UUID, act: Callable[..., ImportPlan], done: str
) -> HttpResponse:
    plan = _plan(public_id)
    try:
        act(public_id=plan.public_id, actor=person_of(request), at=timezone.now())
    except DomainError as refusal:
        return _shown(request, PlanPage(plan), refusal=str(refusal))
    messages.success(request, done)
    return redirect(plan)


def _plan(public_id: UUID) -> ImportPlan:
    plans = ImportPlan.objects.select_related("handed_in_by", "confirmed_by")
    return get_object_or_404(plans, public_id=public_id)


def _shown(request: HttpRequest, page: PlanPage, refusal: str = "") -> HttpResponse:
    context = {"page": page, "plan": page.plan, "refusal": refusal}
    status = 422 if refusal else 200
    return render_page(
        request, "intake/plan.html", "intake/_plan_state.html", context, status=status
    )
