"""Links of one's own, and of the host, and what came of them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views import coordinator_required, exported, person_of
from config.kit.errors import DomainError
from config.kit.paging import page_of
from mentorship.queue.pages.presence import own_profile
from mentorship.sharing import operations
from mentorship.sharing.forms import GiveLinkForm, SourceForm
from mentorship.sharing.pages.links import (
    ask_path,
    own_link_page,
    sheet_row,
    snippets,
    sources_listed,
)
from mentorship.sharing.pages.outside import badge
from mentorship.sharing.rules import Asked


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_link(request: HttpRequest) -> HttpResponse:
    person, is_mentor = person_of(request), own_profile(request) is not None
    asked = Asked.from_query(request.GET)
    page = own_link_page(
        person,
        is_mentor=is_mentor,
        topic=asked.topic,
        to_anybody=request.GET.get("to") == "anybody",
    )
    if not (is_mentor or person.is_programme_staff or page.source):
        raise Http404
    if request.method == "POST":
        operations.give_link(person=person, at=timezone.now())
        return redirect("sharing:own-link")
    address = request.build_absolute_uri(page.path)
    context = {"page": page, "address": address, "is_mentor": is_mentor}
    return render(request, "sharing/own_link.html", context)


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    form = SourceForm(request.POST or None, auto_id="source_%s")
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.declare_source(
                actor=person_of(request), at=timezone.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error("code", refusal.message)
        else:
            address = request.build_absolute_uri(ask_path(made.code))
            messages.success(request, _("The link is %s") % address)
            return redirect("sharing:sources")
    return _sources(request, source=form)


@coordinator_required
@require_safe
def sources_sheet(request: HttpRequest) -> HttpResponseBase:
    header = [
        _("Link"),
        _("Mark"),
        _("Opened"),
        _("Signed in"),
        _("New"),
        _("Wrote"),
        _("Answered"),
    ]
    return exported(request, "sources", header, (sheet_row(row) for row in sources_listed()))


@coordinator_required
@require_POST
def give_link(request: HttpRequest) -> HttpResponse:
    form = GiveLinkForm(request.POST, auto_id="person_%s")
    if not form.is_valid():
        return _sources(request, person=form)
    person = form.cleaned_data["handle"]
    operations.give_link(person=person, at=timezone.now())
    address = request.build_absolute_uri(reverse("sharing:own-link"))
    words = _("%(name)s has a link now, and finds it at %(address)s")
    messages.success(request, words % {"name": person, "address": address})
    return redirect("sharing:sources")


def _sources(
    request: HttpRequest, *, source: Form | None = None, person: Form | None = None
) -> HttpResponse:
    refused = [form for form in (source, person) if form is not None and form.errors]
    context = {
        "page": page_of(sources_listed(), request.GET.get("page")),
        "source_form": source or SourceForm(auto_id="source_%s"),
        "person_form": person or GiveLinkForm(auto_id="person_%s"),
        "form": refused[0] if refused else None,
    }
    return render(request, "sharing/sources.html", context, status=422 if refused else 200)


@coordinator_required
@require_safe
def host(request: HttpRequest) -> HttpResponse:
    context = {
        "embedding": bool(settings.EMBED_ORIGINS),
        "badge": badge(at=timezone.now()),
        **snippets(request.build_absolute_uri("/").rstrip("/")),
    }
    return render(request, "sharing/host.html", context)
