"""What people choose about themselves: one small page each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.people.forms import LanguagesForm, ProfileForm, ThemeForm, ZoneForm
from accounts.people.operations import (
    choose_languages,
    choose_theme,
    choose_time_zone,
    edit_profile,
)
from accounts.people.rules.languages import own_name
from accounts.people.rules.zones import place_of
from accounts.people.views import person_of


@login_required
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    spoken = [own_name(language.tag) for language in person_of(request).languages.all()]
    context = {"spoken": spoken, "place": place_of(person_of(request).time_zone)}
    return render(request, "people/settings.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    def save(clean: dict[str, Any]) -> None:
        edit_profile(user=person_of(request), **clean)

    return _form_page(request, ProfileForm, save, "people/profile.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def languages(request: HttpRequest) -> HttpResponse:
    def save(clean: dict[str, Any]) -> None:
        choose_languages(user=person_of(request), tags=clean["tags"])

    return _form_page(request, LanguagesForm, save, "people/languages.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    def save(clean: dict[str, Any]) -> None:
        choose_time_zone(user=person_of(request), time_zone=clean["time_zone"])

    return _form_page(request, ZoneForm, save, "people/clock.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: HttpRequest) -> HttpResponse:
    def save(clean: dict[str, Any]) -> None:
        choose_theme(user=person_of(request), theme=clean["theme"])

    return _form_page(request, ThemeForm, save, "people/theme.html")


def _form_page(
    request: HttpRequest,
    form_class: Callable[..., Any],
    save: Callable[[dict[str, Any]], None],
    template: str,
) -> HttpResponse:
    """Show the form, or save it and say so."""
    form = form_class(request.POST or None, user=person_of(request))
    if request.method == "POST" and form.is_valid():
        save(form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("people:settings")
    status = 422 if form.errors else 200
    return render(request, template, {"form": form}, status=status)
