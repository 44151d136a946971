"""Acts that could harm many ask once more who is there; the words wait in the session meanwhile."""

import json
import secrets
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from config.kit.sealing import seal, unseal

View = Callable[..., HttpResponseBase]

HELD = "held"  # in the session the words, in the address the key that takes them out
PURPOSE = "accounts.people.held-words"


def asks_again_if(test: Callable[[HttpRequest], bool]) -> Callable[[View], View]:
    """Let a form for which `test` holds through from somebody who showed within five minutes that
    it is them.

    Stands below the decorator that decides who may be here, and above the one that names the
    methods: what was held comes back to the address of the form.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return ask_again(request, test) or view(request, *args, **kwargs)

        asked.asks_again = True  # type: ignore[attr-defined]
        return asked

    return guard


asks_again = asks_again_if(lambda request: True)


def asks_first(view: View) -> View:
    """Ask before a page is shown at all, where a form cannot be held: files do not fit a session.

    What was sent too late all the same has to be chosen once more, and the person is told so.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        way = _door(request, lambda: request.path)
        if way is None:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            messages.info(request, _("That was not kept. Please choose the files once more."))
        return way

    return asked


def ask_again(
    request: HttpRequest, test: Callable[[HttpRequest], bool] = lambda request: True
) -> HttpResponseRedirect | None:
    """Where somebody shows that it is them, or None when they may go on.

    The form is held until then, and done once they come back by the address they were given: no
    other visit of the page does it.
    """
    _take_out(request)
    if request.method != "POST" or not test(request):
        return None
    return _door(request, lambda: f"{request.path}?{urlencode({HELD: _held(request)})}")


def ask_before(request: HttpRequest) -> HttpResponseRedirect | None:
    """The same for what somebody takes along, which they do not send but open."""
    return _door(request, request.get_full_path)


def proved_lately(request: HttpRequest) -> bool:
    """A password, passkey or code was given in this session, at most five minutes ago."""
    records = get_authentication_records(request, cast(Any, request.user))
    return any(time.time() - record["at"] < REAUTHENTICATION_TIMEOUT for record in records)


def _door(request: HttpRequest, back: Callable[[], str]) -> HttpResponseRedirect | None:
    """The page that asks, from where it goes on to `back`; None where it need not or cannot."""
    if proved_lately(request):
        return None
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:  # signs in with another site, where this one cannot ask
        return None
    return HttpResponseRedirect(f"{ways[0]['url']}?{urlencode({'next': back()})}")


def _held(request: HttpRequest) -> str:
    """Put the form aside; answers the key that takes it out."""
    key = secrets.token_urlsafe(16)
    words = seal(json.dumps([request.path, request.POST.urlencode()]), purpose=PURPOSE)
    request.session[HELD] = {"key": key, "words": words}
    return key


def _take_out(request: HttpRequest) -> None:
    """Make the request the form that was held, once, for whoever has shown that it is them.

    The form had its token checked when it was sent, and the key is this session's own.
    """
    key = request.GET.get(HELD)
    if request.method != "GET" or not key or not proved_lately(request):
        return
    held = request.session.pop(HELD, None)
    if not held or not constant_time_compare(held["key"], key):
        return
    path, words = json.loads(unseal(held["words"], purpose=PURPOSE))
    if path == request.path:
        request.method = "POST"
        request.POST = QueryDict(words)
