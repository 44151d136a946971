"""Pages about people: coming in, settings, invitations, questions about a band."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.audit.operations import record
from accounts.people.models import User
from accounts.people.views.again import ask_before
from config.kit.access import only
from config.kit.sheets import sheet

coordinator_required = only(lambda user: user.is_coordinator)
moderator_required = only(lambda user: user.moderates)


def person_of(request: HttpRequest) -> User:
    """Who asks; for views that strangers do not reach."""
    return cast(User, request.user)


def exported(
    request: HttpRequest,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    **narrowed_by: object,
) -> HttpResponseBase:
    """A list of staff as a sheet, for somebody who showed lately that it is them; each export is
    recorded, with what the list was narrowed by.
    """
    if way := ask_before(request):
        return way
    facts = {key: value for key, value in narrowed_by.items() if value}
    actor, at = person_of(request), timezone.now()
    record(actor=actor, act="export", target=f"{name}.csv", facts=facts, at=at)
    return sheet(request, name, header, rows)
