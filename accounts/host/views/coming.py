"""The way to the provider and back."""

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.host.errors import NotConfirmed, TooOften
from accounts.host.operations import link, recognise
from accounts.host.rules import Identity
from accounts.host.views import hold, let_in, refusal_page, where_configured
from accounts.host.views.notices import tell
from accounts.host.views.protocol import way_back, way_there
from accounts.people.models import User
from accounts.people.views import person_of
from accounts.safeguarding.models import BandQuestion
from config.kit.errors import DomainError


@where_configured
@require_POST
@never_cache
@reauthentication_required(enabled=lambda request: request.user.is_authenticated)
def begin(request: HttpRequest) -> HttpResponse:
    """Who is signed in already adds the identity to their account."""
    if not ratelimit.consume(request, action="login"):
        return refusal_page(request, TooOften())
    signed_in = request.user.is_authenticated
    process = f"add to {person_of(request).public_id}" if signed_in else "login"
    try:
        return way_there(request, process=process, back=get_next_redirect_url(request) or "")
    except DomainError as refusal:
        return refusal_page(request, refusal)


@where_configured
@require_safe
@never_cache
def back(request: HttpRequest) -> HttpResponse:
    if request.GET.get("error") == "access_denied":
        messages.info(request, _("You did not go on there. Nothing has changed here."))
        return redirect("people:settings" if request.user.is_authenticated else "account_login")
    try:
        identity, state = way_back(request)
        if state["process"] != "login":
            return _add(request, identity, state["process"])
        user, is_new_here = recognise(identity)
    except DomainError as refusal:
        return refusal_page(request, refusal)
    if user and is_new_here:
        tell(request, user, "account_connected")
    return _go_on(request, user, identity, state.get("next") or "")


def _go_on(request: HttpRequest, user: User | None, identity: Identity, to: str) -> HttpResponse:
    """In, or to the questions that everybody answers who comes for the first time."""
    if request.user.is_authenticated:
        return redirect("home")
    asleep = user and user.is_dormant and user.is_active
    if asleep and not BandQuestion.objects.open().filter(user=user).exists():
        hold(request, identity, to)
        return redirect("host:wake-up")
    if user:
        return let_in(request, user, identity, to)
    hold(request, identity, to)
    return redirect("host:sign-up")


def _add(request: HttpRequest, identity: Identity, process: str) -> HttpResponse:
    """Add `identity` to the account that began this, and to no other."""
    user = request.user
    if not isinstance(user, User) or process != f"add to {user.public_id}":
        raise NotConfirmed
    link(identity, user=user)
    tell(request, user, "account_connected")
    messages.success(request, _("From now on you can sign in that way too."))
    return redirect("host:identities")
