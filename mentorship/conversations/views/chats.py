from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people.views import person_of
from config.kit.errors import DomainError
from config.kit.paging import page_of
from config.kit.partials import wants_fragment
from config.live.page import watch
from mentorship.conversations import pages
from mentorship.conversations.forms import MessageForm, fresh_id
from mentorship.conversations.models import Conversation
from mentorship.conversations.operations import mark_read, say
from mentorship.conversations.views.words import keep_words, status_of
from mentorship.profiles.live import channel_of


@login_required
@require_safe
def chats(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    if beside := request.GET.get("beside"):
        context = {"threads": _beside(request, at=at), "open_one": _identity(beside), "at": at}
        return render(request, "conversations/_beside.html", context)
    page = page_of(pages.threads_of(person_of(request)), request.GET.get("page"))
    page.object_list = pages.as_threads(page.object_list, person_of(request), at=at)
    return render(request, "conversations/chats.html", {"page": page, "at": at})


@login_required
@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    by_chat = pages.unread_by_chat(person_of(request))
    return JsonResponse({"total": sum(by_chat.values()), "chats": by_chat})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    talk = own_talk(request, public_id, at=at)
    if request.method in ("GET", "HEAD"):
        body = talk.own_draft
        form = MessageForm(initial={"body": body, "client_id": fresh_id()})
        return _chat(request, talk, form, at=at)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _answer(request, talk, form, at=at, status=422)
    try:
        say(
            conversation=talk,
            author=person_of(request),
            body=form.cleaned_data["body"],
            client_id=form.cleaned_data["client_id"],
            at=at,
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        keep_words(request, conversation=talk, at=at, given=True)
        stored = getattr(refusal, "stored", None)
        return _answer(request, talk, form, at=at, status=status_of(refusal), stored=stored)
    if wants_fragment(request):
        return _rows(request, own_talk(request, public_id, at=at), at=at)
    return redirect(talk)


@login_required
@require_safe
def rows(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    return _rows(request, own_talk(request, public_id, at=at), at=at)


@login_required
@require_POST
def read(request: HttpRequest, public_id: UUID) -> HttpResponse:
    talk = own_talk(request, public_id, at=timezone.now())
    mark_read(
        conversation=talk, reader=person_of(request), seq=_number(request.POST.get("seq")) or 0
    )
    return HttpResponse(status=204)


@login_required
@require_POST
def draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    return keep_words(request, conversation=own_talk(request, public_id, at=at), at=at)


def own_talk(request: HttpRequest, public_id: UUID, *, at: datetime) -> Conversation:
    """A conversation of this person; not theirs and not there are the same 404."""
    person = person_of(request)
    talks = Conversation.objects.visible_to(person).with_people()
    return get_object_or_404(talks.with_own_state(person, at=at), public_id=public_id)


def _answer(
    request: HttpRequest,
    talk: Conversation,
    form: MessageForm,
    *,
    at: datetime,
    status: int,
    **more: Any,
) -> HttpResponse:
    """A refused message: the page with the words kept, or only why, for the open page."""
    if wants_fragment(request):
        context = {"form": form, "talk": talk, "at": at, **more}
        return render(request, "conversations/_refusal.html", context, status=status)
    return _chat(request, talk, form, at=at, status=status, **more)


def _chat(
    request: HttpRequest,
    talk: Conversation,
    form: MessageForm,
    *,
    at: datetime,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    person = person_of(request)
    page = pages.chat_page(talk, person, at=at, before=_number(request.GET.get("before")))
    if wants_fragment(request) and page.is_older:
        return render(request, "conversations/_older.html", {"page": page, "at": at})
    if not page.is_older and page.last_seq > page.own_read_seq:
        mark_read(conversation=talk, reader=person, seq=page.last_seq)
    watch(request, channel_of(person))
    context = {
        "page": page,
        "form": form,
        "threads": _beside(request, at=at),
        "next_id": fresh_id(),
        "at": at,
        **more,
    }
    return render(request, "conversations/conversation.html", context, status=status)


def _beside(request: HttpRequest, *, at: datetime) -> list[pages.Thread]:
    person = person_of(request)
    return pages.as_threads(pages.threads_of(person)[: pages.THREADS_BESIDE], person, at=at)


def _rows(request: HttpRequest, talk: Conversation, *, at: datetime) -> HttpResponse:
    known = request.POST if request.method == "POST" else request.GET
    since = _moment(known.get("since")) or at
    after = _number(known.get("after")) or 0
    lines = pages.rows_after(talk, person_of(request), after, since=since, at=at)
    thread = pages.Thread(talk, person_of(request), at)
    context = {"lines": lines, "thread": thread, "talk": talk, "at": at}
    return render(request, "conversations/_rows.html", context)


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _moment(text: str | None) -> datetime | None:
    """A whole second as the page was told it, in `data-at`."""
    known = text and text.isascii() and text.isdecimal() and len(text) < 11
    return datetime.fromtimestamp(int(text), UTC) if known and text else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 9 else None
