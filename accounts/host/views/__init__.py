"""Pages of signing in with the host: the way there and back, coming in, and taking it away."""

import time
from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.host.errors import HostIsSilent, TooOften
from accounts.host.rules import Identity
from accounts.people.models import User
from config.env import HostSignIn
from config.kit.errors import DomainError

View = Callable[..., HttpResponse]

HELD = "host_identity"
HELD_FOR = 15 * 60  # seconds
STATUS = {HostIsSilent.code: 503, TooOften.code: 429}


def host_of_settings() -> HostSignIn:
    """The host that the settings name; 404 without one."""
    if not settings.HOST_SIGN_IN:
        raise Http404
    return settings.HOST_SIGN_IN


def where_configured(view: View) -> View:
    """Without a host there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        host_of_settings()
        return view(request, *args, **kwargs)

    return guarded


def refusal_page(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """What went wrong, with the ordinary sign-in as the way on."""
    status = STATUS.get(refusal.code, 403)
    return render(request, "host/refused.html", {"refusal": refusal}, status=status)


def hold(request: HttpRequest, identity: Identity, back: str) -> None:
    """Keep a confirmed identity in the session while its owner answers what we ask."""
    request.session[HELD] = {"identity": asdict(identity), "back": back, "at": time.time()}


def held(request: HttpRequest) -> tuple[Identity, str] | None:
    """The identity that waits for answers, and where to go then; it waits 15 minutes."""
    kept = request.session.get(HELD)
    if not kept or time.time() - kept["at"] > HELD_FOR:
        return None
    return Identity(**kept["identity"]), kept["back"]


def let_in(request: HttpRequest, user: User, identity: Identity, back: str) -> HttpResponse:
    """Sign `user` in as after a password: closed, dormant and second step as everywhere."""
    request.session.pop(HELD, None)
    record_authentication(
        request, user, "socialaccount", provider=identity.issuer, uid=identity.subject
    )
    return perform_login(request, user, redirect_url=back or None)
