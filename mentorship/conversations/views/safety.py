"""Blocking and reporting: from a profile, from a chat, from a message."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.moderation.forms import ReportForm
from accounts.moderation.models import Report
from accounts.people.models import User
from accounts.people.views import person_of
from accounts.safeguarding.models import Block
from config.crisis import urgent_help
from config.kit.errors import DomainError
from mentorship.conversations.models import Conversation, Message
from mentorship.conversations.operations import block_person, report_message, report_person
from mentorship.conversations.views.chats import own_talk
from mentorship.conversations.views.words import status_of
from mentorship.profiles.models import MentorProfile


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, handle: str) -> HttpResponse:
    at = timezone.now()
    person, status, refused = known_person(request, handle, at=at), 200, ""
    if request.method == "POST":
        try:
            block_person(by=person_of(request), person=person, at=at)
        except DomainError as refusal:
            status, refused = status_of(refusal), str(refusal)
        else:
            messages.success(request, _("Blocked. You can take it back in the settings."))
            return redirect("conversations:chats")
    context = {"person": person, "refused": refused}
    return render(request, "conversations/block.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, handle: str) -> HttpResponse:
    at = timezone.now()
    person = known_person(request, handle, at=at, also_blocked=True)
    return _reporting(request, partial(report_person, person=person), person=person, at=at)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_line(request: HttpRequest, public_id: UUID, seq: int) -> HttpResponse:
    at = timezone.now()
    message = _their_message(request, public_id, seq, at=at)
    file = partial(report_message, message=message)
    return _reporting(request, file, person=message.author, message=message, at=at)


def known_person(
    request: HttpRequest, handle: str, *, at: datetime, also_blocked: bool = False
) -> User:
    """Somebody whose profile or chat this person may see; not themselves.

    `also_blocked` adds those whom this person has blocked: they know who that is, and a block
    made in a hurry takes no report away.
    """
    viewer = person_of(request)
    mentors = MentorProfile.objects.visible_to(viewer, at=at).filter(user=OuterRef("pk"))
    talks = Conversation.objects.visible_to(viewer)
    talks = talks.filter(Q(listener=OuterRef("pk")) | Q(mentor__user=OuterRef("pk")))
    known = Q(Exists(mentors)) | Q(Exists(talks))
    if also_blocked:
        known |= Q(Exists(Block.objects.filter(blocker=viewer, blocked=OuterRef("pk"))))
    people = User.objects.exclude(pk=viewer.pk).filter(known)
    return get_object_or_404(people.with_handle(handle))


def _their_message(request: HttpRequest, public_id: UUID, seq: int, *, at: datetime) -> Message:
    """A message of the other person in a chat of this one."""
    talk = own_talk(request, public_id, at=at)
    if seq > talk.last_seq:
        raise Http404
    theirs = Message.objects.filter(author__isnull=False).exclude(author=person_of(request))
    theirs = theirs.select_related("conversation__mentor__user", "conversation__listener", "author")
    return get_object_or_404(theirs, conversation=talk, seq=seq)


def _reporting(
    request: HttpRequest, file: Callable[..., Report], *, at: datetime, **context: Any
) -> HttpResponse:
    """Show the form of a report, or `file` what it says."""
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            file(reporter=person_of(request), at=at, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            words = _("Thank you. A moderator will look at it, and you find it here.")
            messages.success(request, words)
            return redirect("moderation:own-reports")
    context |= {"form": form, "help": urgent_help()}
    status = 422 if form.errors else 200
    return render(request, "conversations/report.html", context, status=status)
