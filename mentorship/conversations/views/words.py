"""What becomes of words that were typed: kept as a draft, and answered with a fitting status."""

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.people.views import person_of
from config.kit.errors import DomainError
from mentorship.conversations.errors import (
    ManyAtOnce,
    MentorIsFull,
    SameIdOtherWords,
    TooManyMessages,
    TooManyNewChats,
)
from mentorship.conversations.operations import add_to_draft, save_draft

STATUS = {
    ManyAtOnce: 503,
    MentorIsFull: 409,
    SameIdOtherWords: 409,
    TooManyMessages: 429,
    TooManyNewChats: 429,
}


def status_of(refusal: DomainError) -> int:
    return next((code for kind, code in STATUS.items() if isinstance(refusal, kind)), 422)


def hand_on(request: HttpRequest, *, at: datetime, **place: Any) -> None:
    """Put the posted words behind the draft of another place; what cannot be kept is left out."""
    with suppress(DomainError):
        add_to_draft(author=person_of(request), body=request.POST.get("body", ""), at=at, **place)


def keep_words(
    request: HttpRequest, *, at: datetime, given: bool = False, **place: Any
) -> HttpResponse:
    """Keep the posted words as the draft of `place`: 204, or 422 where they cannot be kept.

    `given` says that a refused form brought them: they are kept although their id is in use.
    """
    try:
        client_id = None if given else uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        client_id = None
    try:
        save_draft(
            author=person_of(request),
            body=request.POST.get("body", ""),
            client_id=client_id,
            at=at,
            **place,
        )
    except DomainError:
        return HttpResponse(status=422)
    return HttpResponse(status=204)
