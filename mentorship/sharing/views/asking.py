"""`/ask/`: from a link elsewhere to a first message, and the counts on the way."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.people.views import person_of
from config.kit.errors import DomainError
from mentorship.conversations.errors import AlreadyTalking
from mentorship.conversations.forms import FirstNoteForm, fresh_id
from mentorship.conversations.operations import open_conversation
from mentorship.conversations.views.words import hand_on, keep_words, status_of
from mentorship.queue.pages.rows import community_day
from mentorship.queue.querysets import within_reach_of
from mentorship.sharing.operations import count_visit, note_arrival, note_message, own_source
from mentorship.sharing.pages.asking import Known, ask_page, known_of, named_to_visitors
from mentorship.sharing.rules import Asked, is_a_visit, is_code

COUNTED_ONCE_IN = 30 * 24 * 3600  # seconds
KEPT_CODES = 8


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    asked, at = Asked.from_query(request.GET), timezone.now()
    if request.user.is_authenticated:
        return _asking(request, asked, at=at)
    if request.method == "POST":
        return redirect_to_login(request.get_full_path())
    known = known_of(asked, request.user)
    mentor = named_to_visitors(asked.mentor, at=at)
    context = {"mentor": mentor, "topic": known.topic, "way": request.get_full_path()}
    response = render(request, "sharing/ask_first.html", context)
    _count_stranger(request, response, asked, known, at=at)
    return response


def _asking(request: HttpRequest, asked: Asked, *, at: datetime) -> HttpResponse:
    person = person_of(request)
    known = known_of(asked, person)
    if request.method == "POST":
        return _send(request, asked, known, at=at)
    if request.method == "GET" and not known.has_arrived:
        source_id = _source_id(asked, known, at=at)
        if source_id:
            seen = asked.source in _counted(request)
            note_arrival(source_id=source_id, person=person, came_as_visitor=seen, at=at)
    return _page(request, asked, known, None, at=at)


def _send(request: HttpRequest, asked: Asked, known: Known, *, at: datetime) -> HttpResponse:
    person = person_of(request)
    form = FirstNoteForm(request.POST, mentors=within_reach_of(person, at=at))
    if not form.is_valid():
        return _page(request, asked, known, form, at=at, status=422)
    note = form.cleaned_data
    words = {"note": note["body"], "client_id": note["client_id"]}
    try:
        talk = open_conversation(listener=person, mentor=note["mentor"], at=at, **words)
    except AlreadyTalking as refusal:
        hand_on(request, conversation=refusal.conversation, at=at)
        messages.info(request, str(refusal))
        return redirect(refusal.conversation)
    except DomainError as refusal:
        keep_words(request, mentor=note["mentor"], at=at, given=True)
        form.add_error(None, str(refusal))
        return _page(request, asked, known, form, at=at, status=status_of(refusal), refusal=refusal)
    if source_id := _source_id(asked, known, at=at):
        note_message(source_id=source_id, conversation=talk, at=at)
    return redirect(talk)


def _page(
    request: HttpRequest,
    asked: Asked,
    known: Known,
    form: FirstNoteForm | None,
    *,
    at: datetime,
    status: int = 200,
    refusal: DomainError | None = None,
) -> HttpResponse:
    page = ask_page(person_of(request), asked, known.topic, at=at)
    if page.open_talk and form is None:
        return redirect("conversations:conversation", page.open_talk)
    first = page.rows[0].key if page.rows else ""
    context = {
        "page": page,
        "form": form or FirstNoteForm.fresh(page.line, first),
        "somebody_else": Asked(topic=asked.topic, source=asked.source).query,
        "stored": getattr(refusal, "stored", None),
        "next_id": fresh_id(),
        "at": at,
    }
    return render(request, "sharing/ask.html", context, status=status)


def _source_id(asked: Asked, known: Known, *, at: datetime) -> int | None:
    if known.source_id:
        return known.source_id
    own = own_source(code=asked.source, at=at)
    return own.pk if own else None


def _count_stranger(
    request: HttpRequest, response: HttpResponse, asked: Asked, known: Known, *, at: datetime
) -> None:
    """A browser is counted once a link, which it remembers itself: nobody is told apart here."""
    counted = _counted(request)
    headers = request.headers
    visit = is_a_visit(
        destination=headers.get("Sec-Fetch-Dest", ""), purpose=headers.get("Sec-Purpose", "")
    )
    if request.method != "GET" or not visit or asked.source in counted:
        return
    if source_id := _source_id(asked, known, at=at):
        count_visit(source_id=source_id, day=community_day(at))
        response.set_cookie(
            _cookie(),
            ".".join([*counted, asked.source][-KEPT_CODES:]),
            max_age=COUNTED_ONCE_IN,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _cookie() -> str:
    return "__Host-came-by" if settings.SESSION_COOKIE_SECURE else "came-by"


def _counted(request: HttpRequest) -> list[str]:
    """The links by which this browser came already."""
    return [code for code in request.COOKIES.get(_cookie(), "").split(".") if is_code(code)]
