"""Guards of views. Not yours and not there are the same answer."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


def only(test: Callable[[Any], bool]) -> Callable[[View], View]:
    """Let in the users for whom `test` holds; strangers are sent to the login.

    Everybody else finds nothing: 404, as if the page were not there.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not test(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard
