"""What each request of a person does: note that they are here, end what must not go on."""

from collections.abc import Callable
from typing import Any

import structlog
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.people.models import User
from accounts.people.operations import note_seen
from accounts.people.rules.sessions import USED
from accounts.people.views.again import ask_again
from accounts.safeguarding.models import Clearance
from config import env

logger = structlog.get_logger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]

ADMIN = f"/{env.ADMIN_PATH}/"
STAFF_PAGES = ("/coordination/", "/moderation/", ADMIN)
# Where a second step is set up, and what must be there for everybody.
OPEN_TO_ALL = (
    *("/accounts/", "/settings/", "/theme/", "/urgent-help/", "/privacy/", "/accessibility/"),
    *("/healthz", "/readyz"),
)
NOTE_EVERY = 60  # seconds between two notes of when a session of staff was used


def here(answer: Answer) -> Answer:
    """Note when somebody was last here; a session that must not go on ends."""

    def noted(request: HttpRequest) -> HttpResponseBase:
        try:
            _note(request)
        except DatabaseError:
            # Urgent help is shown when the database is down, to signed-in people too.
            logger.warning("presence.unknown")
        response = answer(request)
        if request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return noted


def _note(request: HttpRequest) -> None:
    user, at = request.user, timezone.now()
    if not isinstance(user, User):
        return
    if user.is_dormant or user.session_is_over(request.session, at=at):
        logout(request)
        return
    if user.holds_an_office and at.timestamp() - request.session.get(USED, 0) >= NOTE_EVERY:
        request.session[USED] = at.timestamp()
    note_seen(user=user, at=at)


def second_factor(answer: Answer) -> Answer:
    """Staff set up a second step before they see their pages, and mentors whom teens may meet
    before they do anything here (reliability 4). A grant or its end counts from the next request.

    Not asked for in the sample community, whose passwords everybody may read.
    """

    def checked(request: HttpRequest) -> HttpResponseBase:
        if settings.STAFF_NEED_SECOND_FACTOR and _lacks_second_factor(request):
            messages.info(request, _("Your role needs a second step first."))
            return HttpResponseRedirect(reverse("mfa_index"))
        return answer(request)

    return checked


def _lacks_second_factor(request: HttpRequest) -> bool:
    user = request.user
    if request.path.startswith(OPEN_TO_ALL) or not isinstance(user, User):
        return False
    if user.holds_an_office and request.path.startswith(STAFF_PAGES):
        return not is_mfa_enabled(user)
    return Clearance.objects.without_second_factor(user, at=timezone.now()).exists()


class AdminAsksAgain:
    """Who writes in the admin shows within five minutes before it that it is them."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, *_view: Any, **_arguments: Any
    ) -> HttpResponseBase | None:
        """After the token of the form was looked at."""
        writes = request.path.startswith(ADMIN) and request.path != reverse("admin:logout")
        return ask_again(request) if writes and request.user.is_superuser else None


class RefusedFormStatus:
    """A refused form of allauth answers 422 as ours do, so that htmx and tests can tell."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_template_response(
        self, request: HttpRequest, response: TemplateResponse
    ) -> TemplateResponse:
        forms = [
            value
            for name, value in (response.context_data or {}).items()
            if name.endswith("form") and hasattr(value, "is_bound")
        ]
        refused = any(form.is_bound and form.errors for form in forms)
        if request.method == "POST" and response.status_code == 200 and refused:
            response.status_code = 422
        return response
