from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views import coordinator_required, exported, person_of
from config.kit.errors import DomainError
from config.kit.paging import page_of
from config.kit.partials import wants_fragment
from config.kit.text import article_to_html
from mentorship.programme import operations
from mentorship.programme.errors import BannerChanged, ProgrammeChanged, TimeIsTaken
from mentorship.programme.forms import BannerForm, EditBannerForm, ProgrammeForm
from mentorship.programme.models import Banner, ProgrammeVersion
from mentorship.programme.operations import (
    dismiss_banner,
    edit_banner,
    edit_programme,
    schedule_banner,
)
from mentorship.programme.pages import programme_page


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    return render(request, "programme/programme.html", {"page": programme_page()})


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """GET offers the newest text, or an earlier one; POST looks at it first, or saves it."""
    if request.method != "POST":
        return _edit_page(request, _offered(request))
    form = ProgrammeForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, form)
    if "preview" in request.POST:
        return _edit_page(request, form, preview=article_to_html(form.cleaned_data["body"]))
    try:
        edit_programme(**form.cleaned_data, actor=person_of(request), at=timezone.now())
    except ProgrammeChanged as refusal:
        form.add_error(None, refusal.message)
        return _edit_page(request, form, theirs=programme_page())
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return _edit_page(request, form)
    messages.success(request, _("Saved. Everybody sees it now."))
    return redirect("programme:programme")


def _offered(request: HttpRequest) -> ProgrammeForm:
    """The newest text; with a version in the address that one, to be saved as a new one."""
    newest = programme_page()
    asked = request.GET.get("version", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 10
    text = programme_page(int(asked)) if is_number else newest
    return ProgrammeForm(initial={"title": text.title, "body": text.body, "seen": newest.number})


def _edit_page(request: HttpRequest, form: ProgrammeForm, **more: Any) -> HttpResponse:
    versions = ProgrammeVersion.objects.select_related("written_by")
    theirs = more.get("theirs")
    context = {
        "form": form,
        "page": page_of(versions, request.GET.get("page")),
        # Saving once more is then meant: they have seen the newer text.
        "seen": theirs.number if theirs else form["seen"].value(),
        **more,
    }
    status = 422 if form.errors else 200
    return render(request, "programme/edit.html", context, status=status)


@coordinator_required
@require_safe
def versions_sheet(request: HttpRequest) -> HttpResponseBase:
    versions = ProgrammeVersion.objects.select_related("written_by")
    rows = (
        (row.number, row.title, row.body, row.written_at, row.written_by)
        for row in versions.iterator()
    )
    header = [_("Version"), _("Title"), _("Text"), _("Saved"), _("By")]
    return exported(request, "programme", header, rows)


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def banners(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    form = BannerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            schedule_banner(**form.cleaned_data, actor=person_of(request), at=at)
        except DomainError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Planned. It comes and goes by itself."))
            return redirect("programme:banners")
    page = page_of(Banner.objects.all(), request.GET.get("page"))
    context = {"form": form, "page": page, "at": at}
    status = 422 if form.errors else 200
    return render(request, "programme/banners.html", context, status=status)


@coordinator_required
@require_safe
def banners_sheet(request: HttpRequest) -> HttpResponseBase:
    rows = (
        (row.text, row.link, row.get_audience_display(), row.from_at, row.until_at, row.ended_at)
        for row in Banner.objects.iterator()
    )
    header = [_("Text"), _("Link"), _("For"), _("From"), _("Until"), _("Ended early")]
    return exported(request, "banners", header, rows)


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def banner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    found = _standing(public_id, at=at)
    form = EditBannerForm(request.POST or None, initial=_facts(found))
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            edit_banner(found, **form.cleaned_data, actor=person_of(request), at=at)
        except BannerChanged as refusal:
            form.add_error(None, refusal.message)
            theirs = _standing(public_id, at=at)
        except DomainError as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("programme:banners")
    # Saving once more is then meant: they have seen the newer one.
    seen = theirs.mark if theirs else form["seen"].value()
    context = {"form": form, "seen": seen, "theirs": theirs}
    status = 422 if form.errors else 200
    return render(request, "programme/banner.html", context, status=status)


@coordinator_required
@require_POST
def end_banner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    try:
        operations.end_banner(_standing(public_id, at=at), actor=person_of(request), at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The banner has ended."))
    return redirect("programme:banners")


@login_required
@require_POST
def close_banner(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Back to the same page; a page with script only takes the banner away."""
    back, at = request.POST.get("next", ""), timezone.now()
    shown = Banner.objects.visible_to(person_of(request), at=at)
    dismiss_banner(get_object_or_404(shown, public_id=public_id), user=person_of(request), at=at)
    if wants_fragment(request):
        return HttpResponse()
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if safe else "home")


def _standing(public_id: UUID, *, at: datetime) -> Banner:
    """A banner that can still be changed; one that is over has no page."""
    return get_object_or_404(Banner.objects.not_over(at=at), public_id=public_id)


def _facts(found: Banner) -> dict[str, Any]:
    facts = {name: getattr(found, name) for name in BannerForm.base_fields}
    return facts | {"seen": found.mark}


def _refuse(form: BannerForm, refusal: DomainError) -> None:
    form.add_error("from_at" if isinstance(refusal, TimeIsTaken) else "until_at", refusal.message)
