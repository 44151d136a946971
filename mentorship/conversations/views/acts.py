from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.views import person_of
from config.kit.errors import DomainError
from mentorship.conversations.forms import EditForm
from mentorship.conversations.models import Message
from mentorship.conversations.operations import delete_message, edit_message, finish, pass_turn
from mentorship.conversations.pages import Thread
from mentorship.conversations.views.chats import own_talk


@login_required
@require_POST
def pass_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    talk = own_talk(request, public_id, at=at)
    try:
        pass_turn(conversation=talk, by=person_of(request), at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(talk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def finish_chat(request: HttpRequest, public_id: UUID) -> HttpResponse:
    at = timezone.now()
    talk = own_talk(request, public_id, at=at)
    if request.method == "POST":
        try:
            finish(conversation=talk, by=person_of(request), at=at)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            words = _("This chat is finished. You can read it whenever you like.")
            messages.success(request, words)
        return redirect(talk)
    if not talk.is_open:
        return redirect(talk)
    thread = Thread(talk, person_of(request), at)
    return render(request, "conversations/finish_chat.html", {"thread": thread, "at": at})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, public_id: UUID, seq: int) -> HttpResponse:
    at = timezone.now()
    message = _own_message(request, public_id, seq)
    form = EditForm(request.POST or None, initial={"body": message.body})
    if request.method == "POST" and form.is_valid():
        try:
            edit_message(
                message=message,
                author=person_of(request),
                body=form.cleaned_data["body"],
                at=at,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(message.conversation)
    context = {"form": form, "message": message, "at": at}
    status = 422 if form.errors else 200
    return render(request, "conversations/edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, public_id: UUID, seq: int) -> HttpResponse:
    at = timezone.now()
    message = _own_message(request, public_id, seq)
    refusal = None
    if request.method == "POST":
        try:
            delete_message(message=message, author=person_of(request), at=at)
        except DomainError as refused:
            refusal = refused
        else:
            return redirect(message.conversation)
    context = {"message": message, "refusal": refusal, "at": at}
    status = 422 if refusal else 200
    return render(request, "conversations/delete.html", context, status=status)


def _own_message(request: HttpRequest, public_id: UUID, seq: int) -> Message:
    """A message this person wrote by hand, in a conversation of theirs; everything else is 404."""
    talk = own_talk(request, public_id, at=timezone.now())
    if seq > talk.last_seq:
        raise Http404
    own = Message.objects.filter(author=person_of(request), is_automatic=False, deleted_at=None)
    return get_object_or_404(own.select_related("conversation"), conversation=talk, seq=seq)
