"""A mentor edits their own profile, section by section."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views import person_of
from config.kit.errors import DomainError
from config.kit.partials import wants_fragment
from mentorship.profiles import operations
from mentorship.profiles.forms.sections import (
    SECTION_FORMS,
    CapacityForm,
    OrderForm,
    SectionForm,
    SwitchForm,
)
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.pages import editor_page, preview_page, with_sections
from mentorship.profiles.rules.sections import MOVABLE

ELSEWHERE = {"hours": "profiles:hours", "languages": "people:languages"}
DRAFT_LONGEST = 20_000


def own_profile(request: HttpRequest) -> MentorProfile:
    """The reader's own profile with its sections; 404 for somebody without the role."""
    return get_object_or_404(with_sections(MentorProfile.objects.held_by(person_of(request))))


@login_required
@require_safe
def edit(request: HttpRequest) -> HttpResponse:
    page = editor_page(own_profile(request))
    return render(request, "profiles/edit.html", {"page": page})


@login_required
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    zone = ZoneInfo(timezone.get_current_timezone_name())
    mentor = own_profile(request)
    drafted = _drafted(mentor)
    page = preview_page(person_of(request), mentor, drafted, zone=zone, at=at)
    context = {"page": page, "at": at, "preview": True, "has_drafts": bool(drafted)}
    return render(request, "profiles/profile.html", context)


def _drafted(mentor: MentorProfile) -> dict[str, dict]:
    """The clean values of each draft that could be published as it is."""
    forms = {
        draft.section: SECTION_FORMS[draft.section](MultiValueDict(draft.fields))
        for draft in mentor.drafts.all()
    }
    return {name: form.cleaned_data for name, form in forms.items() if form.is_valid()}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_section(request: HttpRequest, section: str) -> HttpResponse:
    mentor = own_profile(request)
    if section in ELSEWHERE:
        return redirect(ELSEWHERE[section])
    form_class = SECTION_FORMS.get(section)
    if form_class is None:
        raise Http404
    draft = mentor.drafts.filter(section=section).first()
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            operations.save_section(mentor=mentor, section=section, values=form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("profiles:edit")
    else:
        begin = form_class.begin(mentor) | (draft.fields if draft else {})
        form = form_class(initial=_unwrapped(form_class, begin))
    context = {"form": form, "section": section, "draft": draft}
    status = 422 if form.errors else 200
    return render(request, "profiles/edit_section.html", context, status=status)


def _unwrapped(form_class: type[SectionForm], values: dict) -> dict:
    """Drafts keep every field as a list; a field of one value begins with that one."""
    many = {name for name, f in form_class.base_fields.items() if hasattr(f, "queryset")}
    return {
        name: value if name in many or not isinstance(value, list) else "".join(value[-1:])
        for name, value in values.items()
    }


@login_required
@require_POST
def save_draft(request: HttpRequest, section: str) -> HttpResponse:
    mentor, at = own_profile(request), timezone.now()
    form_class = SECTION_FORMS.get(section)
    if form_class is None:
        raise Http404
    if request.POST.get("let_go"):
        operations.discard_draft(mentor=mentor, section=section)
        return redirect("profiles:edit-section", section)
    fields = _typed(form_class, request.POST)
    if sum(len(value) for values in fields.values() for value in values) > DRAFT_LONGEST:
        return HttpResponse(status=413)
    draft = operations.save_draft(mentor=mentor, section=section, fields=fields, at=at)
    if wants_fragment(request):
        return render(request, "profiles/_draft.html", {"draft": draft, "section": section})
    messages.success(request, _("Your draft is stored. Only you see it."))
    return redirect("profiles:edit")


def _typed(form_class: type[SectionForm], data: QueryDict) -> dict[str, list[str]]:
    """As typed, but for NUL, which no text of ours may hold and PostgreSQL refuses."""
    return {
        name: [value.replace("\0", "") for value in data.getlist(name)]
        for name in form_class.base_fields
    }


@login_required
@require_POST
def order_section(request: HttpRequest) -> HttpResponse:
    mentor = own_profile(request)
    form = OrderForm(request.POST, sections=MOVABLE)
    if not form.is_valid():
        raise Http404
    up = form.cleaned_data["way"] == "up"
    section = form.cleaned_data["section"]
    operations.move_section(mentor=mentor, section=section, up=up)
    # The list stays where the reader was, on the section that moved.
    return redirect(f"{reverse('profiles:edit')}#section-{section}")


@login_required
@require_POST
def set_capacity(request: HttpRequest) -> HttpResponse:
    mentor, form = own_profile(request), CapacityForm(request.POST)
    capacity = form.cleaned_data["capacity"] if form.is_valid() else 0
    try:
        operations.set_capacity(mentor=mentor, capacity=capacity, at=timezone.now())
    except DomainError as refusal:
        return _room(request, refusal=refusal)
    return _room(request)


@login_required
@require_POST
def set_accepting(request: HttpRequest) -> HttpResponse:
    return _switched(
        request, lambda mentor, on: operations.set_accepting(mentor=mentor, accepting=on)
    )


@login_required
@require_POST
def set_public(request: HttpRequest) -> HttpResponse:
    return _switched(request, lambda mentor, on: operations.set_public(mentor=mentor, is_public=on))


@login_required
@require_POST
def set_shown_outside(request: HttpRequest) -> HttpResponse:
    return _switched(
        request, lambda mentor, on: operations.set_shown_outside(mentor=mentor, shown=on)
    )


def _switched(request: HttpRequest, turn: Callable[[MentorProfile, bool], object]) -> HttpResponse:
    mentor, form = own_profile(request), SwitchForm(request.POST)
    try:
        turn(mentor, form.is_valid() and form.cleaned_data["on"])
    except DomainError as refusal:
        return _room(request, refusal=refusal)
    return _room(request)


def _room(request: HttpRequest, refusal: DomainError | None = None) -> HttpResponse:
    """The part with places and switches as it is now, or the whole page without script."""
    status = 422 if refusal else 200
    if not wants_fragment(request) and not refusal:
        messages.success(request, _("Saved."))
        return redirect("profiles:edit")
    page = editor_page(own_profile(request))
    template = "profiles/_switches.html" if wants_fragment(request) else "profiles/edit.html"
    context = {"page": page, "refusal": refusal, "saved": not refusal}
    return render(request, template, context, status=status)
