from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.views import person_of
from config.kit.errors import DomainError
from config.live.page import watch
from mentorship.conversations.errors import AlreadyTalking, MentorIsFull
from mentorship.conversations.forms import NoteForm, fresh_id
from mentorship.conversations.models import Conversation, Draft
from mentorship.conversations.operations import open_conversation
from mentorship.conversations.views.words import hand_on, keep_words, status_of
from mentorship.profiles.errors import sentences_for
from mentorship.profiles.live import channel_of
from mentorship.profiles.models import MentorProfile
from mentorship.profiles.pages import alternatives_for
from mentorship.profiles.querysets import may_write
from mentorship.profiles.rules.presence import presence_of

FULL = {"H3", "H4"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def message_mentor(request: HttpRequest, handle: str) -> HttpResponse:
    at = timezone.now()
    mentor = _mentor(request, handle, at=at)
    if request.method in ("GET", "HEAD"):
        return _empty_note(request, mentor, at=at)
    if "carry" in request.POST:
        return _carried(request, mentor, at=at)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _note_page(request, mentor, form, at=at, status=422)
    try:
        talk = open_conversation(
            listener=person_of(request),
            mentor=mentor,
            note=form.cleaned_data["body"],
            client_id=form.cleaned_data["client_id"],
            at=at,
        )
    except AlreadyTalking as refusal:
        hand_on(request, conversation=refusal.conversation, at=at)
        messages.info(request, str(refusal))
        return redirect(refusal.conversation)
    except DomainError as refusal:
        keep_words(request, mentor=mentor, at=at, given=True)
        return _refused(request, mentor, form, refusal, at=at)
    return redirect(talk)


@login_required
@require_POST
def draft_note(request: HttpRequest, handle: str) -> HttpResponse:
    at = timezone.now()
    return keep_words(request, mentor=_mentor(request, handle, at=at), at=at)


def _mentor(request: HttpRequest, handle: str, *, at: datetime) -> MentorProfile:
    """The mentor whom this person may know of; themselves and strangers are not found."""
    mentors = MentorProfile.objects.visible_to(person_of(request), at=at).exclude(
        user=person_of(request)
    )
    return get_object_or_404(
        mentors.with_places().select_related("user"), user__username__iexact=handle
    )


def openers() -> list[tuple[str, str]]:
    """First lines to tap and to change, each behind a few words."""
    return [
        (
            _("Hi, I am new and a bit nervous"),
            _("Hi, I am new and a bit nervous. May I ask you something?"),
        ),
        (
            _("A chat stayed with me"),
            _("Hi. A chat stayed with me, and I would like to talk it through."),
        ),
        (
            _("I have one question"),
            _("Hi. I have one question, and a short answer would already help."),
        ),
    ]


def _open_talk(request: HttpRequest, mentor: MentorProfile) -> Conversation | None:
    pair = Conversation.objects.between(listener=person_of(request), mentor_id=mentor.pk)
    return pair.open().first()


def _carried(request: HttpRequest, mentor: MentorProfile, *, at: datetime) -> HttpResponse:
    """Words that another mentor had no place for, put into the box for this one; not sent."""
    talk = _open_talk(request, mentor)
    place = {"conversation": talk} if talk else {"mentor": mentor}
    hand_on(request, at=at, **place)
    return redirect(talk or reverse("conversations:message-mentor", args=[mentor.user.username]))


def _empty_note(request: HttpRequest, mentor: MentorProfile, *, at: datetime) -> HttpResponse:
    """The page before anything was sent: an opener that was tapped, else the draft."""
    talk = _open_talk(request, mentor)
    if talk:
        return redirect(talk)
    draft = Draft.objects.filter(author=person_of(request), mentor=mentor).first()
    tapped = request.GET.get("opener", "")
    lines = {str(number): line for number, (_words, line) in enumerate(openers(), 1)}
    body = lines.get(tapped, "")
    initial = {"body": body or (draft.body if draft else ""), "client_id": fresh_id()}
    return _note_page(request, mentor, NoteForm(initial=initial), at=at)


def _refused(
    request: HttpRequest,
    mentor: MentorProfile,
    form: NoteForm,
    refusal: DomainError,
    *,
    at: datetime,
) -> HttpResponse:
    form.add_error(None, str(refusal))
    stored = getattr(refusal, "stored", None)
    return _note_page(
        request,
        mentor,
        form,
        at=at,
        status=status_of(refusal),
        stored=stored,
        is_full=isinstance(refusal, MentorIsFull),
    )


def _note_page(
    request: HttpRequest,
    mentor: MentorProfile,
    form: NoteForm,
    *,
    at: datetime,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    watch(request, channel_of(person_of(request)))
    codes = may_write(person_of(request), mentor, at=at)
    is_full = more.get("is_full") or (bool(codes) and set(codes) <= FULL)
    context = {
        "mentor": mentor,
        "form": form,
        "codes": codes,
        "sentences": sentences_for(codes),
        "others": alternatives_for(person_of(request), mentor, at=at) if codes or is_full else [],
        "openers": openers(),
        "presence": presence_of(mentor, is_awake=not mentor.user.is_dormant, at=at),
        "space": person_of(request).band,
        "next_id": fresh_id(),
        "at": at,
    }
    return render(
        request,
        "conversations/message_mentor.html",
        context | more | {"is_full": is_full},
        status=status,
    )
