"""Coming in: the sign-up form, its refusals, and the letter to imported people."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.views import SignupView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.errors import InvitationGone, TeenSpaceClosed, TooYoung
from accounts.people.forms import InvitationForm
from accounts.people.forms.entrance import HELD
from accounts.people.operations import accept_invitation, forget_sign_up, let_handle_go
from accounts.people.operations.invitations import invitation_of
from accounts.people.rules.languages import asked_for
from config.kit.errors import DomainError

REFUSAL_SALT = "accounts.people.refusal"
REFUSAL_HOLDS = 30 * 24 * 3600


def refusal_cookie() -> str:
    return "__Host-later" if settings.SESSION_COOKIE_SECURE else "later"


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """A kind page, and a signed cookie that keeps nothing but the refusal itself."""
    response = render(request, "people/refused.html", {"refusal": refusal}, status=403)
    response.set_cookie(
        refusal_cookie(),
        signing.dumps(refusal.code, salt=REFUSAL_SALT),
        max_age=REFUSAL_HOLDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def earlier_refusal(request: HttpRequest) -> DomainError | None:
    """The refusal that this browser still carries; a forged or old cookie is none."""
    try:
        code = signing.loads(
            request.COOKIES.get(refusal_cookie(), ""), salt=REFUSAL_SALT, max_age=REFUSAL_HOLDS
        )
    except signing.BadSignature:
        return None
    if code == TeenSpaceClosed.code:
        return None if settings.TEEN_SPACE_OPEN else TeenSpaceClosed()
    return TooYoung()


def community_day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(settings.COMMUNITY_TIME_ZONE)).date()


class SignUp(SignupView):
    """allauth's sign-up with our form; a class, because that is what allauth offers to extend."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = earlier_refusal(request)
        if refusal and not request.user.is_authenticated:
            return refused(request, refusal)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        header = self.request.headers.get("Accept-Language", "")
        return super().get_form_kwargs() | {
            "on": community_day(timezone.now()),
            "asked_for": asked_for(header) or [settings.LANGUAGE_CODE],
        }

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"time_zone": settings.COMMUNITY_TIME_ZONE}

    def form_valid(self, form: Any) -> HttpResponse:
        if not ratelimit.consume(self.request, action="join"):
            form.add_error(None, _("Many people joined from your network. Please wait a while."))
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=429)
        try:
            return super().form_valid(form)
        except DomainError as clash:
            form.add_error("username", clash.message)
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.refusal:
            return refused(self.request, form.refusal)
        return super().form_invalid(form)


signup = SignUp.as_view()


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """The address was not the right one: the sign-up of this browser is taken back."""
    pending = EmailVerificationProcess.resume(request)
    if pending and not request.user.is_authenticated:
        if pending.user:
            forget_sign_up(pending.user.pk)
        pending.abort()
    if held := request.session.pop(HELD, ""):
        let_handle_go(held)
    return redirect("account_signup")


@require_safe
@never_cache
def not_yet(request: HttpRequest) -> HttpResponse:
    return render(request, "people/not_yet.html")


@require_safe
@never_cache
def no_space(request: HttpRequest) -> HttpResponse:
    return render(request, "people/no_space.html")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password1", "password2")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    at = timezone.now()
    try:
        letter = invitation_of(token)
    except InvitationGone:
        return render(request, "people/invitation_gone.html", status=410)
    if refusal := earlier_refusal(request):
        return refused(request, refusal)
    form = InvitationForm(request.POST or None, user=letter.user, on=community_day(at))
    if request.method == "POST" and form.is_valid() and form.age:
        try:
            question = accept_invitation(
                letter, password=form.cleaned_data["password1"], age=form.age, at=at
            )
        except DomainError as refusal:
            return refused(request, refusal)
        if question:
            return redirect("people:not-yet")
        messages.success(request, _("Your password is set. You can sign in now."))
        return redirect("account_login")
    context = {"form": form, "person": letter.user}
    return render(request, "people/invitation.html", context, status=422 if form.errors else 200)
