"""What other sites show of ours knows nobody: no cookie comes in, none goes out."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

PATHS = ("/embed/", "/badge/")


def without_cookies(answer: Answer) -> Answer:
    """Middleware: the frame and the badge are the same for everybody, whoever is signed in.

    While they are switched off, these paths are like any that does not exist.
    """

    def knows_nobody(request: HttpRequest) -> HttpResponseBase:
        if not (settings.EMBED_ORIGINS and request.path.startswith(PATHS)):
            return answer(request)
        request.META.pop("HTTP_COOKIE", None)
        response = answer(request)
        response.cookies.clear()
        vary = [name.strip() for name in response.get("Vary", "").split(",")]
        response["Vary"] = ", ".join(name for name in vary if name and name.lower() != "cookie")
        return response

    return knows_nobody
