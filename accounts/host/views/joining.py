"""Coming in from the host for the first time: somebody new, or somebody who was imported."""

from typing import Any

from allauth.socialaccount import app_settings
from allauth.utils import get_form_class
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.host.errors import AddressNotConfirmed
from accounts.host.forms import WakeUpForm
from accounts.host.operations import recognise, wake_by_host
from accounts.host.views import HELD, held, let_in, refusal_page, where_configured
from accounts.people.errors import InvitationGone
from accounts.people.views.entrance import SignUp, community_day, earlier_refusal, refused
from config.kit.errors import DomainError


class HostSignUp(SignUp):
    """The sign-up of everybody, without the questions that the host has answered."""

    template_name = "host/sign_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = held(request)
        if waiting is None:
            return redirect("account_signup")
        self.identity, self.back = waiting
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        return get_form_class(app_settings.FORMS, "signup", None)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"identity": self.identity}

    def get_success_url(self) -> str | None:
        return self.back or super().get_success_url()

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if not form.errors:
            self.request.session.pop(HELD, None)
        return response


@where_configured
def sign_up(request: HttpRequest) -> HttpResponse:
    return HostSignUp.as_view()(request)


@where_configured
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def wake_up(request: HttpRequest) -> HttpResponse:
    """Ask an imported person for the age, as the letter does; then they are in."""
    waiting = held(request)
    person, _new = recognise(waiting[0]) if waiting else (None, False)
    if not waiting or not person or not person.is_dormant or not person.is_active:
        return redirect("account_login")
    if earlier := earlier_refusal(request):
        return refused(request, earlier)
    at = timezone.now()
    form = WakeUpForm(request.POST or None, on=community_day(at))
    if request.method == "POST" and form.is_valid() and form.age:
        try:
            wake_by_host(waiting[0], user=person, age=form.age, at=at)
        except (AddressNotConfirmed, InvitationGone) as refusal:
            return refusal_page(request, refusal)
        except DomainError as refusal:
            return refused(request, refusal)
        person.refresh_from_db()
        return let_in(request, person, *waiting)
    context = {"form": form, "person": person}
    return render(request, "host/wake_up.html", context, status=422 if form.errors else 200)
