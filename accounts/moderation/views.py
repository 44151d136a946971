from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.moderation.forms import DecisionForm
from accounts.moderation.models import Report
from accounts.moderation.operations import decide_report, look_at, look_through, note_outcomes_seen
from accounts.people.forms import ReasonForm
from accounts.people.operations import reopen_account
from accounts.people.views import moderator_required, person_of
from accounts.people.views.again import asks_again, asks_again_if
from config.crisis import urgent_help
from config.kit.errors import DomainError
from config.kit.paging import page_of


@login_required
@require_safe
def own_reports(request: HttpRequest) -> HttpResponse:
    made = Report.objects.made_by(person_of(request)).select_related("about")
    page = page_of(made, request.GET.get("page"))
    rows = list(page.object_list)
    note_outcomes_seen(reporter=person_of(request), at=timezone.now())
    context = {"page": page, "rows": rows, "help": urgent_help()}
    context["is_urgent"] = any(row.is_urgent and not row.decided_at for row in rows)
    return render(request, "moderation/own_reports.html", context)


@moderator_required
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    mine = Report.objects.visible_to(person_of(request)).select_related("about")
    is_decided = request.GET.get("decided") == "1"
    page = page_of(mine.decided() if is_decided else mine.waiting(), request.GET.get("page"))
    page.object_list = list(page.object_list)
    if page.object_list:
        look_through(page.object_list, actor=person_of(request), at=timezone.now())
    return render(request, "moderation/reports.html", {"page": page, "is_decided": is_decided})


@moderator_required
@asks_again_if(lambda request: request.POST.get("decision") == Report.Decision.CLOSED)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    found = _report(request, public_id)
    form = DecisionForm(request.POST or None, report=found)
    if request.method == "POST" and form.is_valid():
        try:
            decide_report(found, actor=person_of(request), at=at, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Decided and recorded. Whoever reported it can see that."))
            return redirect("moderation:reports")
    texts = look_at(found, actor=person_of(request), at=at)
    context = {"report": found, "texts": texts, "form": form, "at": at}
    status = 422 if form.errors else 200
    return render(request, "moderation/report.html", context, status=status)


@moderator_required
@asks_again
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = _report(request, public_id)
    if found.decision != Report.Decision.CLOSED or found.about.is_active:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopen_account(
                user=found.about,
                actor=person_of(request),
                at=timezone.now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The account is open again."))
            return redirect("moderation:report", found.public_id)
    status = 422 if form.errors else 200
    return render(request, "moderation/reopen.html", {"report": found, "form": form}, status=status)


def _report(request: HttpRequest, public_id: UUID) -> Report:
    """A report this moderator may handle; one about or by themselves is not there for them."""
    found = Report.objects.visible_to(person_of(request)).select_related("about", "decided_by")
    return get_object_or_404(found, public_id=public_id)
