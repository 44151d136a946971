"""Every link with what came of it, for coordinators, who make, rename and end them."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views import coordinator_required, exported, person_of
from config.kit.errors import DomainError
from config.kit.paging import page_of
from mentorship.sharing import operations
from mentorship.sharing.forms import GiveLinkForm, RenameForm, SourceForm
from mentorship.sharing.models import Source
from mentorship.sharing.pages.links import ask_path, sheet_row, sources_listed


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
        _("Ended"),
    ]
    return exported(request, "sources", header, (sheet_row(row) for row in sources_listed()))


@coordinator_required
@require_POST
def give_link(request: HttpRequest) -> HttpResponse:
    form = GiveLinkForm(request.POST, auto_id="person_%s")
    if not form.is_valid():
        return _sources(request, person=form)
    person = form.cleaned_data["handle"]
    operations.give_link(person=person, actor=person_of(request), at=timezone.now())
    address = request.build_absolute_uri(reverse("sharing:own-link"))
    words = _("%(name)s has a link now, and finds it in their menu and at %(address)s")
    messages.success(request, words % {"name": person, "address": address})
    return redirect("sharing:sources")


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_of_host(request: HttpRequest, code: str) -> HttpResponse:
    """One link of the community: renamed, ended, or taken up again."""
    source = get_object_or_404(Source.objects.declared().with_counts(), code=code)
    renaming = request.method == "POST" and "act" not in request.POST
    form = RenameForm(request.POST if renaming else None, initial={"name": source.name})
    if renaming and form.is_valid():
        operations.rename_source(
            source, actor=person_of(request), at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect("sharing:sources")
    return _act(request, source) or _link(request, source, form)


@coordinator_required
@require_http_methods(["GET", "HEAD", "POST"])
def link_of_person(request: HttpRequest, handle: str) -> HttpResponse:
    """Somebody's own link: ended, or taken up again. Its mark is shown to its owner alone."""
    owned = Source.objects.with_counts().select_related("owner")
    source = get_object_or_404(owned, owner__username__iexact=handle)
    return _act(request, source) or _link(request, source)


def _act(request: HttpRequest, source: Source) -> HttpResponse | None:
    """End the link or take it up again, if that was asked for."""
    acts = {
        "end": (operations.end_source, _("Ended. Nothing more is counted by this link.")),
        "resume": (operations.resume_source, _("Taken up again.")),
    }
    chosen = acts.get(request.POST.get("act", ""))
    if not chosen:
        return None
    act, done = chosen
    act(source, actor=person_of(request), at=timezone.now())
    messages.success(request, done)
    return redirect("sharing:sources")


def _link(request: HttpRequest, source: Source, form: RenameForm | None = None) -> HttpResponse:
    address = "" if source.owner else request.build_absolute_uri(ask_path(source.code))
    context = {"source": source, "form": form, "address": address}
    status = 422 if form and form.errors else 200
    return render(request, "sharing/source.html", context, status=status)


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
